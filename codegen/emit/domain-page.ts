// Emits `domain.md`: the domain as a page, with tables and each machine as a diagram.
import type { Chart, ChartState, ChartTransition } from '../load/chart.js';
import { waysThrough } from '../machine/ways.js';
import type { AggregateModel, Declared, DomainModel, ObjectType, QueryModel, RollupModel } from '../model.js';
import { headerOf, type OutputFile } from './generated-file.js';
import { mermaid } from './mermaid.js';
import { WHOLE_DOMAIN } from './sources.js';
import { fieldsText, typeText } from './type-text.js';

/** Path of the domain's page. */
export const DOMAIN_PAGE = 'domain.md';

/** The page. `charts` holds each aggregate's machine by name. */
export function domainPage(model: DomainModel, charts: Readonly<Record<string, Chart>>): OutputFile {
  const sections = [
    `<!-- ${headerOf(WHOLE_DOMAIN)} -->`,
    '# The domain',
    ...model.aggregates.flatMap((aggregate) => aggregateSections(aggregate, charts[aggregate.name])),
    ...readModelSections('Projections', model.projections, ({ aggregate, slaMs }) =>
      slaMs === null ? `Folds ${aggregate}.` : `Folds ${aggregate}; visible within ${slaMs} ms.`,
    ),
    ...readModelSections('Rollups', model.rollups, rollupText),
    ...querySections(model.queries),
    ...typeSections(model),
  ];
  return { path: DOMAIN_PAGE, text: `${sections.filter((section) => section !== '').join('\n\n')}\n` };
}

function aggregateSections(aggregate: AggregateModel, chart: Chart | undefined): string[] {
  const { name, doc, state, commands, events } = aggregate;
  return [
    `## ${name}`,
    doc,
    `State: ${inline(fieldsText(state))}`,
    messageTable('Command', commands),
    messageTable('Event', events),
    ...(chart === undefined
      ? []
      : [`\`\`\`mermaid\n${mermaid(chart.root)}\n\`\`\``, stateTable(aggregate, chart.root)]),
  ];
}

function messageTable(title: string, messages: readonly (Declared & { readonly payload: ObjectType })[]): string {
  const rows = messages.map(({ name, doc, payload }) => [name, inline(fieldsText(payload)), doc]);
  return table([title, 'Data', 'Meaning'], rows);
}

/** Where an aggregate can be: how each state is reached, and what it accepts, by the states around it included. */
function stateTable({ commands, events }: AggregateModel, root: ChartState): string {
  const namesOf = (messages: readonly Declared[]) => new Set(messages.map(({ name }) => name));
  const names = { commands: namesOf(commands), events: namesOf(events) };
  const ways = waysThrough(root, names);
  const rows: string[][] = [];
  const walk = (state: ChartState, inherited: readonly ChartTransition[]): void => {
    if (state.type === 'history') return;
    // Without a guard, an inner transition leaves nothing to an outer one.
    const closed = new Set(state.transitions.filter(({ guard }) => guard === '').map(({ message }) => message));
    const heard = [...state.transitions, ...inherited.filter(({ message }) => !closed.has(message))];
    const accepted = heard
      .filter(({ message, actions }) => names.commands.has(message) && actions.length > 0)
      .map(({ message, guard }) => (guard === '' ? message : `${message} [${guard}]`));
    const way = ways.get(state.path)?.join(' → ');
    if (state.states.length === 0) {
      rows.push([state.path || '(root)', way || 'at the beginning', [...new Set(accepted)].join(', ') || 'none']);
    }
    for (const child of state.states) walk(child, heard);
  };
  walk(root, []);
  return table(['In state', 'Shortest way there', 'Accepted commands'], rows);
}

function readModelSections<M extends Declared & { readonly row: ObjectType }>(
  title: string,
  models: readonly M[],
  note: (model: M) => string,
): string[] {
  if (models.length === 0) return [];
  return [
    `## ${title}`,
    ...models.flatMap((model) => [
      `### ${model.name}`,
      model.doc,
      note(model),
      table(
        ['Field', 'Type', 'Meaning'],
        model.row.fields.map(({ name, optional, type, doc }) => [
          `${name}${optional ? '?' : ''}`,
          inline(typeText(type)),
          doc,
        ]),
      ),
    ]),
  ];
}

function rollupText({ source, key, unnest, where }: RollupModel): string {
  const over = unnest === null ? source : `${source}, each of its ${unnest}`;
  const only = Object.entries(where).map(([field, values]) => `${field} is ${values.map(String).join(' or ')}`);
  return `Groups ${over}, by ${key}${only.length === 0 ? '' : `, where ${only.join(' and ')}`}.`;
}

function querySections(queries: readonly QueryModel[]): string[] {
  if (queries.length === 0) return [];
  const rows = queries.map(({ name, doc, parameters, plan }) => [
    name,
    inline(fieldsText(parameters)),
    resultText(plan),
    doc,
  ]);
  return ['## Queries', table(['Query', 'Parameters', 'Result', 'Meaning'], rows)];
}

function resultText(plan: QueryModel['plan']): string {
  if (plan.kind === 'row') return `${plan.source} or null`;
  if (plan.kind === 'page') return `page of ${plan.source}`;
  return `written by hand, from ${plan.sources.join(', ')}`;
}

function typeSections({ types }: DomainModel): string[] {
  if (types.length === 0) return [];
  return [
    '## Types',
    table(
      ['Type', 'Holds', 'Meaning'],
      types.map(({ name, type, doc }) => [name, inline(typeText(type)), doc]),
    ),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function inline(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}
