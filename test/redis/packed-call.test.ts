// Commands that are packed here instead of by the client library: a server must read the same arguments either way.
import { Command } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { type Argument, ArgumentPacker, packedCommand } from '../../src/store/redis/packed-call.js';

const TEXTS = [
  '',
  'a',
  'order-1',
  'x'.repeat(9),
  'x'.repeat(10),
  'x'.repeat(48),
  'x'.repeat(49),
  'x'.repeat(99),
  'x'.repeat(5000),
];
const OTHERS = ['é', '€', '😀', `${'x'.repeat(40)}é`, '\0', '\r\n', '\u007f', '\u0080'];

function bytesOf(command: Command): string {
  return Buffer.from(command.toWritable({})).toString('latin1');
}

/** What the library makes of the same. With a buffer in it, it takes care of bytes itself. */
function expected(name: string, args: readonly Argument[]): string {
  return bytesOf(new Command(name, [...args, Buffer.from('end')], { replyEncoding: null }));
}

describe('a packed command', () => {
  it.each([...TEXTS, ...OTHERS])('holds %j as the client library would send it', (text) => {
    expect(bytesOf(packedCommand('ECHO', [text, Buffer.from('end')]))).toBe(expected('ECHO', [text]));
  });

  it('holds numbers and bytes', () => {
    const args = [
      0,
      7,
      10,
      123_456_789_012,
      -5,
      1.5,
      Buffer.alloc(0),
      Buffer.from([0, 13, 10, 255]),
      Buffer.alloc(300, 1),
    ];
    expect(bytesOf(packedCommand('EVALSHA', [...args, Buffer.from('end')]))).toBe(expected('EVALSHA', args));
  });

  it('holds many arguments, some of which were packed before', () => {
    const ids = [...TEXTS, ...OTHERS];
    const prefix = Buffer.from('{n:0}agg:Order:');
    const packer = new ArgumentPacker(ids.reduce((sum, id) => sum + ArgumentPacker.most(prefix, id), 0));
    for (const id of ids) packer.text(prefix, id);
    const command = packedCommand('EVALSHA', ['sha', ids.length, packer.packed, 'last', Buffer.from('end')]);
    const plain = ['sha', ids.length, ...ids.map((id) => `${prefix}${id}`), 'last'];
    expect(bytesOf(command)).toBe(expected('EVALSHA', plain));
  });

  it('tells nobody its arguments: they may be payloads', () => {
    expect(packedCommand('EVALSHA', ['secret']).args).toEqual([]);
  });
});
