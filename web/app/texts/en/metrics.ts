import type zh from '../zh/metrics.ts'

export default {
  'community-type': {
    name: 'Type of community', unit: '', about: 'Districts and streets take the type in which most households live',
    classes: { ordinary: 'Ordinary community', converted: 'Converted village', new: 'New community', village: 'Village', park: 'Park' },
  },
  'branch-share': { name: 'Organisation coverage', unit: '', about: 'Share of grids that have a branch', yes: 'Has a branch', no: 'No branch yet' },
  'households-per-grid': { name: 'Size of grids', unit: 'households / grid', about: 'Mean number of households in a grid; the usual band is 300–500' },
  'workers-per-grid': { name: 'Grid workers', unit: 'workers / grid', about: 'Mean number of full-time and part-time workers of a grid' },
  'residents-per-km2': { name: 'Population density', unit: 'residents / km²', about: 'Residents per square kilometre' },
} satisfies typeof zh
