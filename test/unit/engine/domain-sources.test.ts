// What generated code says of the sources that it was made from.
import { expect, it } from 'vitest';
import { domainSources } from '../../../src/engine/domain-sources.js';

it('finds the domain beside the folder of generated code', () => {
  expect(domainSources({ url: 'file:///a%20b/src/generated/app.ts' }, 'feed')).toEqual({
    location: 'file:///a%20b/src/domain/',
    digest: 'feed',
  });
});

it.each([[{}], [{ url: undefined }], [{ url: 'https://host/generated/app.js' }]])(
  'finds none where %o does not lead to a folder',
  (module) => {
    expect(domainSources(module, 'feed').location).toBe('');
  },
);
