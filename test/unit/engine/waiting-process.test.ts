// A caller who waits keeps the process alive: without it Node would end in the middle of an `await`, with exit code 0.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const program = `
  import { memoryStore } from 'statefold';
  import { startEngine } from './generated/index.js';
  import { placing } from './test/support/shop.js';
  async function main() {
    const engine = await startEngine({ store: memoryStore() });
    await engine.projections.stopFolding();
    const receipt = await engine.commands.placeOrder('order-1', placing());
    const waited = engine.queries.getOrder({ orderId: 'order-1' }, { after: receipt, timeout: 300 });
    const said = await waited.then((answer) => (answer.stale ? 'stale' : 'fresh'), (error) => error.code);
    console.log(said);
  }
  void main();
`;

it('waits for its answer although nothing else is going on', () => {
  const args = ['--import', 'tsx', '-C', '@statefold/source', '--input-type=module', '--eval', program];
  const ended = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  expect(ended).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(/^(stale|BUILDING)\n$/) });
});
