import type zh from '../zh/metrics.ts'

export default {
  'gap-class': {
    name: 'Coverage gaps',
    unit: '',
    about:
      'Organisation (a branch) and service (within reach) together; larger areas take the class of most households',
    classes: {
      covered: 'Covered',
      'org-only': 'Organised, out of reach',
      'service-only': 'In reach, no branch',
      none: 'Neither',
    },
  },
  'branch-share': {
    name: 'Organisation coverage',
    unit: '',
    about: 'Share of grids that have a branch',
    yes: 'Has a branch',
    no: 'No branch yet',
  },
  'work-share': {
    name: 'Work coverage',
    unit: '',
    about: 'Share of grids that have at least one grid worker',
    yes: 'Has a grid worker',
    no: 'No grid worker',
  },
  'service-share': {
    name: 'Service reach',
    unit: '',
    about:
      'Share of households with open premises within the minutes of their class: in town on foot, in the country by electric bicycle',
  },
  'reach-class': {
    name: 'Walking circle',
    unit: '',
    about: 'Circle of minutes in which the nearest premises lie',
    classes: {
      inner: 'Up to {inner} minutes',
      middle: '{inner}–{middle} minutes',
      outer: '{middle}–{outer} minutes',
      beyond: 'Beyond {outer} minutes',
    },
  },
  'service-minutes': {
    name: 'Minutes to premises',
    unit: 'min',
    about: 'On foot to the nearest station or centre, of the median household',
  },
  'service-metres': {
    name: 'Distance to premises',
    unit: 'm',
    about: 'Walked metres of the median household',
  },
  'station-metres': {
    name: 'Distance to a station',
    unit: 'm',
    about: 'Walked metres to the nearest station',
  },
  'center-metres': {
    name: 'Distance to a centre',
    unit: 'm',
    about: 'Walked metres to the nearest open red fortress centre',
  },
  'place-load': {
    name: 'Households per premises',
    unit: 'households',
    about: 'Households that share the same premises',
  },
  'place-area': {
    name: 'Floor area per 100 households',
    unit: 'm²',
    about: 'Of the premises within reach; the target is 30 m²',
  },
  'overloaded-share': {
    name: 'Overloaded',
    unit: '',
    about: 'Share of households whose premises serve more than they have room for',
  },
  'standard-share': {
    name: 'Households up to standard',
    unit: '',
    about: 'Share of households in communities whose premises are up to standard',
    yes: 'Up to standard',
    no: 'Not up to standard',
  },
  'access-2sfca': {
    name: 'Accessibility (2SFCA)',
    unit: 'per 100 households',
    about: 'Room for households, for each hundred that share it within the minutes asked for',
  },
  'access-e2sfca': {
    name: 'Accessibility with decay (E2SFCA)',
    unit: 'per 100 households',
    about: 'The same with weights for zones of 5, 10 and 15 minutes',
  },
  'siting-reach': {
    name: 'Before and after',
    unit: '',
    about: 'Who is reached before and after the new sites',
    classes: {
      before: 'Reached today',
      newly: 'Newly reached',
      beyond: 'Still not reached',
      site: 'Grid of a new site',
      crowded: 'In reach, but full',
    },
  },
  'community-type': {
    name: 'Type of community',
    unit: '',
    about: 'Districts and streets take the type in which most households live',
    classes: {
      ordinary: 'Ordinary community',
      converted: 'Converted village',
      new: 'New community',
      village: 'Village',
      park: 'Park',
    },
  },
  'households-per-grid': {
    name: 'Size of grids',
    unit: 'households / grid',
    about: 'Mean number of households in a grid; the usual band is 300–500',
  },
  'workers-per-grid': {
    name: 'Grid workers',
    unit: 'workers / grid',
    about: 'Mean number of full-time and part-time workers of a grid',
  },
  'residents-per-km2': {
    name: 'Population density',
    unit: 'residents / km²',
    about: 'Residents per square kilometre',
  },
} satisfies typeof zh
