// The package export for stores on Redis. Needs ioredis, which the application installs.
export type { RedisStoreOptions } from './store/redis/options.js';
export { redisStore } from './store/redis/redis-store.js';
export type { Durability } from './store/redis/server-check.js';
