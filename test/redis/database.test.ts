// A log lies in the database that its URL names, or nowhere.
import { expect, it } from 'vitest';
import { describeRedis, redisBench } from './bench.js';

describeRedis('the database of a URL', () => {
  const bench = redisBench();

  /** How many keys each database holds, as the server tells it. */
  const keyspaceOf = (url: string): Promise<string> => bench.client(url).info('keyspace');

  it('is where the log is written', async () => {
    const { url } = await bench.server();

    await bench.connect({ url: `${url}/3` });

    expect(await keyspaceOf(url)).toMatch(/^db3:keys=\d+/m);
  });

  it('must be there: another is never written to instead', async () => {
    const { url } = await bench.server();

    await expect(bench.connect({ url: `${url}/99` })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('database 99 cannot be selected: ERR DB index is out of range'),
    });

    expect(await keyspaceOf(url)).not.toContain('db');
  });

  it('must be one that the user may select', async () => {
    const { url } = await bench.server();
    await bench.client(url).call('ACL', 'SETUSER', 'clerk', 'on', '>secret', '~*', '&*', '+@all', '-select');

    await expect(bench.connect({ url: `${url}/3`, username: 'clerk', password: 'secret' })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('database 3 cannot be selected: NOPERM'),
    });

    expect(await keyspaceOf(url)).not.toContain('db');
  });
});
