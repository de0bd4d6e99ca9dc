// How a member's events make its row.
import { projection } from '../generated/projections.js';

export const memberRow = projection.MemberRow({
  creates: {
    Joined: ({ event }) => ({ memberId: event.aggregateId, town: event.data.town, isBanned: false }),
  },
  updates: {
    Banned: ({ row }) => ({ ...row, isBanned: true }),
    Pardoned: ({ row }) => ({ ...row, isBanned: false }),
  },
});
