import type zh from './zh.ts'

export default {
  title: 'History', path: 'Part of', backToMap: 'Map', narrow: 'History of a part…',
  none: 'No change of grids is on record', more: 'Earlier changes', now: 'today',
  kind: { grid: { publish: 'Borders' }, city: { import: 'Import', load: 'First data' }, other: 'Change' },
  grids: '{count} grids', count: { new: '{count} new', changed: '{count} changed', retired: '{count} dissolved' },
  what: { new: 'new', changed: 'changed', retired: 'dissolved' }, from: 'out of {name}', reverted: 'taken back',
  column: { grid: 'Grid', change: 'Change', area: 'Area', households: 'Households', residents: 'Residents', workers: 'Workers' },
  view: { label: 'Show', both: 'Difference', before: 'Before', after: 'After' },
  added: 'Border added', removed: 'Border removed', touched: 'Grids', vertexOnly: '{count} neighbours were only given a vertex', people: 'Who', why: 'Why',
  part: { drew: 'drew', submitted: 'submitted', agreed: 'agreed', approved: 'approved', published: 'published' },
  revision: 'Revision {revision}', inForce: 'in force from {day}', toReview: 'Review',
  lineage: 'Lineage', lineageHint: 'A bar is the life of a grid, a curve shows where land went over; choose a bar to see that grid',
  states: { title: 'What it has been', count: '{count} states', period: 'Period', began: 'Came with', first: 'so from the beginning' },
  operation: { split: 'split', merge: 'merge', carve: 'carved', fillGap: 'gap filled', reshape: 'reshaped', moveVertex: 'reshaped', restore: 'restored', renumber: 'renumbered', import: 'import' },
  restore: {
    open: 'Take back', title: 'Take this change back', about: 'A new draft gives the grids of this change the borders and attributes that they had before. Like any other draft it is submitted, reviewed and published.',
    label: 'Name of the draft', name: 'Taking back the change of {day}', make: 'Make the draft', changedAgain: 'Some of these grids have been changed again since',
  },
} satisfies typeof zh
