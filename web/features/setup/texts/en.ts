import type zh from './zh.ts'

export default {
  title: 'Set-up',
  hint: 'Work through these steps in order, and the map, the drawing of grids and the figures of coverage can be used. Skip what you do not have, and add it later.',
  progress: '{done} of {all} done',
  next: 'Next: {step}',
  allDone: 'Every step is done or skipped.',
  now: 'The city as it is now',
  nothingYet: 'The outline of the city appears here with the first borders.',
  rights: {
    open: 'While a city is being set up, administrators may import too. That ends with the first publication, or when you declare the set-up finished; from then on only planners import.',
    planner:
      'While a city is being set up, administrators may import too. That ends with the first publication.',
    over: 'The set-up ended on {at} ({by}): only planners import now.',
    overUnknown: 'The set-up is finished: only planners import now.',
  },
  finish: 'Finish the set-up',
  finishTitle: 'Finish the set-up of {name}?',
  finishText:
    'Administrators cannot import any more then, and it cannot be begun again. The rights of planners stay as they are.',
  cancel: 'Cancel',
  state: { done: 'There', open: 'To do', skipped: 'Skipped', next: 'Next' },
  last: 'Last: {at}',
  without: {
    streets: 'Districts without streets: {count}',
    communities: 'Streets without communities: {count}',
    grids: 'Communities without grids: {count}',
  },
  none: 'None yet',
  import: 'Import: {target}',
  template: 'Template: {target}',
  skip: 'Skip',
  resume: 'Take up again',
  draw: 'Draw grids, or propose a division',
  drawBy: 'Street officials can draw them on the map as well, or propose a division.',
  drawNeeds: 'Create an account for a street official or a planner first: they sign in and draw.',
  importBy: 'Imported by planners.',
  adminBy: 'Done by administrators.',
  draftBy: 'Drawn by street officials, reviewed by planners.',
  go: { accounts: 'Create accounts', basemap: 'Choose a basemap', review: 'Open the drafts' },
  steps: {
    districts: {
      title: 'Districts',
      about:
        'The first level of the city. Units below belong to a district by the first six digits of their code.',
    },
    streets: {
      title: 'Streets and towns',
      about:
        'Drafts are drawn street by street; a shared border is agreed with the neighbour. Codes have nine digits.',
    },
    communities: {
      title: 'Communities and villages',
      about: 'Grids divide a community without gaps and overlaps. Codes have twelve digits.',
    },
    grids: {
      title: 'Grids',
      about:
        'The smallest unit of governance. Import them from a file, draw them on the map, or have a division by households proposed.',
    },
    premises: {
      title: 'Premises',
      about:
        'Stations, red fortress centres and community premises: service reach and coverage gaps are measured from them.',
    },
    ways: { title: 'Roads and waters', about: 'For walking distances, and for borders that run along them.' },
    buildings: {
      title: 'Buildings',
      about: 'A cut counts households building by building. Without buildings they are estimated by area.',
    },
    accounts: {
      title: 'Accounts',
      about:
        'Planners import and review, street officials draw borders, leaders look. You need the first two.',
    },
    basemap: { title: 'Basemap', about: 'Tianditu or tiles of your own below the map, to recognise places.' },
    review: {
      title: 'First review',
      about:
        'A street hands in a draft; it is reviewed and published. The set-up ends with that publication.',
    },
  },
  parts: {
    station: 'Stations',
    center: 'Red fortress centres',
    community: 'Community premises',
    roads: 'Roads',
    waters: 'Waters',
    planner: 'Planners',
    street_official: 'Street officials',
    leader: 'Leaders',
    open: 'Open',
    submitted: 'In review',
    approved: 'Approved',
    published: 'Published',
  },
} satisfies typeof zh
