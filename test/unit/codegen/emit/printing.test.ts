// How generated text is put together: literals, imports, names.
import { expect, it } from 'vitest';
import { contractType, contractValue, domainType, GeneratedFile } from '../../../../codegen/emit/generated-file.js';
import { literal, WIDTH } from '../../../../codegen/emit/literal.js';
import { camelCase, kebabCase, setupName } from '../../../../codegen/emit/names.js';

it('prints data that reads back as the same data', () => {
  const data = {
    "it's": 'a "quote"\n\u2028',
    'two words': [1, -0, null, true, []],
    plain: { nested: { deep: 'x'.repeat(150) } },
  };
  const read = new Function(`return ${literal(data)}`) as () => unknown;
  expect(read()).toEqual(data);
});

it('keeps a field named __proto__ a field', () => {
  const data = JSON.parse('{"__proto__": 1}') as object;
  const read = new Function(`return ${literal(data)}`) as () => object;
  expect(Object.keys(read())).toEqual(['__proto__']);
});

it('breaks what is too wide, and only that', () => {
  const wide = literal({ short: ['a', 'b'], long: Array.from({ length: 40 }, (_, index) => `name${index}`) });
  expect(wide.split('\n').every((line) => line.length <= WIDTH)).toBe(true);
  expect(wide).toContain("  short: ['a', 'b'],\n");
});

it('imports only what is printed, types apart from values, packages first', () => {
  const file = new GeneratedFile('x.ts', 'domain/');
  file.print`${domainType('Order', 'domain/order.domain.ts')} ${contractType('Receipt')} ${contractValue('startEngine')}`;
  expect(file.finish('.js').text.split('\n').slice(5)).toEqual([
    "import { startEngine } from 'statefold/contract';",
    "import type { Receipt } from 'statefold/contract';",
    "import type { Order } from '../domain/order.domain.js';",
    '',
    'Order Receipt startEngine',
    '',
  ]);
});

it('imports a name once as a value where it is printed as type and value', () => {
  const file = new GeneratedFile('x.ts', 'domain/');
  file.print`${contractType('Thing')} ${contractValue('Thing')} ${contractType('Thing')}`;
  expect(file.finish('.js').text.match(/import/g)).toHaveLength(1);
});

it('gives the second of two equal names an alias', () => {
  const file = new GeneratedFile('x.ts', 'domain/', ['Answer']);
  file.print`${domainType('Receipt', 'domain/shop.domain.ts')} ${contractType('Receipt')} ${contractType('Answer')}`;
  const { text } = file.finish('.js');
  expect(text).toContain('import type { Answer as Answer_2, Receipt as Receipt_2 }');
  expect(text).toContain('Receipt Receipt_2 Answer_2');
});

it('cannot be led out of a doc comment by the doc', () => {
  const file = new GeneratedFile('x.ts', 'domain/');
  file.doc('ends */ here');
  expect(file.finish('.js').text).toContain('/** ends *\\/ here */');
});

it('makes names of files, methods and exports', () => {
  expect([kebabCase('OrderLine'), kebabCase('SKUPrice'), kebabCase('Order2Line')]).toEqual([
    'order-line',
    'sku-price',
    'order2-line',
  ]);
  expect([camelCase('PlaceOrder'), setupName('Order'), setupName('Return')]).toEqual([
    'placeOrder',
    'order',
    'returnAggregate',
  ]);
});
