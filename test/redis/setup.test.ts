// How a test run comes by its server. The servers themselves are started by test/support/redis-server.ts.
import { describe, expect, it } from 'vitest';
import { NO_SERVER } from '../support/redis-server.js';
import { type Machine, setup, wayToServer } from '../support/redis-setup.js';

const bare: Machine = { named: undefined, hasServer: false, isRoot: false, isDebian: false };

describe('a run that needs a server', () => {
  it('takes the one that is named before the one on the PATH', () => {
    expect(wayToServer({ ...bare, named: 'redis://localhost', hasServer: true })).toBe('named');
    expect(wayToServer({ ...bare, named: '', hasServer: true })).toBe('path');
  });

  it('installs one only as root, and only where there are packages for it', () => {
    expect(wayToServer({ ...bare, isRoot: true, isDebian: true })).toBe('install');
    expect(wayToServer({ ...bare, isRoot: true })).toBe('none');
    expect(wayToServer({ ...bare, isDebian: true })).toBe('none');
  });

  it('installs none where one is on the PATH', () => {
    expect(wayToServer({ named: undefined, hasServer: true, isRoot: true, isDebian: true })).toBe('path');
  });

  it('stops where the one that is named does not answer, and does not repeat its password', async () => {
    const before = process.env.STATEFOLD_REDIS_URL;
    process.env.STATEFOLD_REDIS_URL = 'redis://user:canary@127.0.0.1:1';
    try {
      const error = await setup().catch((thrown: unknown) => thrown);
      expect(String(error)).toContain(NO_SERVER);
      expect(String(error)).not.toContain('canary');
    } finally {
      if (before === undefined) delete process.env.STATEFOLD_REDIS_URL;
      else process.env.STATEFOLD_REDIS_URL = before;
    }
  });

  it('is told one way to get one in each sentence', () => {
    expect(NO_SERVER.split(/(?<=\.) (?=[A-Z])/)).toHaveLength(4);
    for (const way of ['redis-server', 'npm run redis:up', 'STATEFOLD_REDIS_URL']) expect(NO_SERVER).toContain(way);
  });
});
