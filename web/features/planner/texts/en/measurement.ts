import type zh from '../zh/measurement.ts'

export default {
  weight: {
    label: 'Weighed by',
    own: 'Metric’s own',
    households: 'households',
    residents: 'residents',
    area: 'area',
    grids: 'grids',
  },
  measure: {
    label: 'Measured',
    mode: 'Distance',
    straight: 'Straight-line estimate',
    network: 'Walking network',
    circles: 'Circles',
    circlesAbout: 'Minutes at which the three walking circles end, from the inside out',
    circle: { inner: 'inner', middle: 'middle', outer: 'outer' },
    minute: 'min',
    minutes: 'Within',
    minutesOf: '{minutes} min',
    speed: 'Speed',
    speedOf: '{speed} m/min',
    rural: 'country: {minutes} min · {speed} m/min · {serving}',
    detour: 'Detour factor',
    about: {
      straight: 'Straight line times the detour factor; rivers are not in the way',
      network:
        'Along roads and over bridges; from the household to the road straight, times the detour factor',
    },
    today: 'Today',
    serving: { services: 'Stations and centres', all: 'All premises' },
    from: {
      label: 'Measured',
      buildings: 'from buildings',
      grids: 'from grid centres',
      about: {
        buildings:
          'From every building, household by household; from the grid centre in communities whose buildings hold less than 80 % of the households',
        grids: 'From the grid centre: a grid is reached as a whole or not at all, as in earlier figures',
      },
    },
  },
  network: {
    none: 'The city has no roads to walk along yet, so no grid reaches any premises: import roads first',
    roads: '{roads} roads to walk along',
    pieces: ', in {pieces} parts without a way between them',
    leftOut: 'Left out: {parts} small parts without a way to the others, {metres} m in all',
    attached: '{grids} grids lie nearest to them, and are attached to roads farther away',
    attachedPlaces: 'Premises whose nearest road is left out ({places}):',
    separator: ', ',
    attachedTitle: 'Grids whose nearest road is left out',
    toRoad: 'of it {length} to roads',
    toRoadMetres: 'of it to roads (m)',
    unreached: '{grids} grids reach no premises (no way there, or more than 5 km from a road)',
    cut: '{stretches} stretches are cut where they cross water without a bridge',
    assumed: 'The roads mark no bridges: {stretches} stretches over water count as such',
  },
} satisfies typeof zh
