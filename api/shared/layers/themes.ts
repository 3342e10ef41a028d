/** Everything the layers paint with. Red is the emblem colour of this field: it marks centres, never an alarm. */
export interface Theme {
  id: ThemeId
  outside: string
  land: string
  sea: string
  lake: string
  river: string
  road: string
  roadCasing: string
  trunk: string
  motorway: string
  gridLine: string
  communityLine: string
  streetLine: string
  districtLine: string
  districtGlow: string
  text: string
  textSoft: string
  halo: string
  hover: string
  selected: string
  center: string
  centerPlanned: string
  station: string
  stationClosed: string
  markerRing: string
  park: string
  /** Fill of features about which nothing is known. */
  missing: string
  /** How strongly areas cover the ground, 0–1. */
  fillOpacity: number
}

export const themeIds = ['day', 'night', 'wall'] as const
export type ThemeId = (typeof themeIds)[number]

export const THEMES: Record<ThemeId, Theme> = {
  day: {
    id: 'day',
    outside: '#e7ebee',
    land: '#fbfaf6',
    sea: '#cbe0ec',
    lake: '#b5d6e8',
    river: '#93c1dc',
    road: '#ffffff',
    roadCasing: '#c9c2b4',
    trunk: '#f3d7a4',
    motorway: '#eebb73',
    gridLine: '#7d93a3',
    communityLine: '#567188',
    streetLine: '#37536c',
    districtLine: '#22384f',
    districtGlow: '#ffffff',
    text: '#1d2b38',
    textSoft: '#4d6172',
    halo: '#ffffff',
    hover: '#0b5cad',
    selected: '#0b5cad',
    center: '#c8102e',
    centerPlanned: '#e08a97',
    station: '#d08700',
    stationClosed: '#9a8f7a',
    markerRing: '#ffffff',
    park: '#6d4bb0',
    missing: '#e3e6e8',
    fillOpacity: 0.72,
  },
  night: {
    id: 'night',
    outside: '#0c131d',
    land: '#172231',
    sea: '#0b1a2b',
    lake: '#12304a',
    river: '#235072',
    road: '#31435a',
    roadCasing: '#0f1823',
    trunk: '#4b5c6e',
    motorway: '#7a6a4a',
    gridLine: '#4f6d8a',
    communityLine: '#6f93b5',
    streetLine: '#93b5d3',
    districtLine: '#c3d9ec',
    districtGlow: '#0c131d',
    text: '#e6eef6',
    textSoft: '#a5b7c8',
    halo: '#0e1722',
    hover: '#7cc4ff',
    selected: '#7cc4ff',
    center: '#ff4d5e',
    centerPlanned: '#a35862',
    station: '#ffc24a',
    stationClosed: '#7d7462',
    markerRing: '#0e1722',
    park: '#b59cf0',
    missing: '#27323f',
    fillOpacity: 0.62,
  },
  wall: {
    id: 'wall',
    outside: '#040a16',
    land: '#081629',
    sea: '#050f20',
    lake: '#0a2440',
    river: '#12406b',
    road: '#1c3350',
    roadCasing: '#050d1a',
    trunk: '#2b4a70',
    motorway: '#5a5233',
    gridLine: '#2a6fa8',
    communityLine: '#3f93cf',
    streetLine: '#63b6ee',
    districtLine: '#a9dcff',
    districtGlow: '#0d3c6b',
    text: '#f2f8ff',
    textSoft: '#b9d2e8',
    halo: '#050d1a',
    hover: '#ffffff',
    selected: '#ffffff',
    center: '#ff4d5e',
    centerPlanned: '#b0606a',
    station: '#ffd166',
    stationClosed: '#8a7d5c',
    markerRing: '#040a16',
    park: '#c3adff',
    missing: '#12233a',
    fillOpacity: 0.7,
  },
}
