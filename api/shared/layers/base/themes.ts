import type { ThemeId } from '../../contract/enums.ts'

/**
 * Colours and strengths of all layers. Red is the emblem colour of the domain: it marks centres, never
 * alarms.
 */
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
  /** Buildings with households, and others. */
  dwelling: string
  otherBuilding: string
  /** Fill of features without a value. */
  missing: string
  /** Opacity of areas, 0–1. */
  fillOpacity: number
  /** Saturation of basemap images from -1 (grey) to 1, and maximum brightness, 0–1; null: no basemap. */
  basemap: { saturation: number; brightness: number } | null
  /**
   * The city as a raised plate: colour of the light around it, and of its side from top to bottom. null:
   * flat.
   */
  plate: { light: string; side: readonly string[] } | null
}

export const THEMES: Record<ThemeId, Theme> = {
  day: {
    id: 'day',
    outside: '#e8edf1',
    land: '#fcfcfa',
    sea: '#d5e5f0',
    lake: '#bfdaea',
    river: '#8dbbd9',
    road: '#ffffff',
    roadCasing: '#c3c9cf',
    trunk: '#f2d9ab',
    motorway: '#e9b873',
    gridLine: '#8399ac',
    communityLine: '#6f8aa2',
    streetLine: '#4d6d8b',
    districtLine: '#24466a',
    districtGlow: '#ffffff',
    text: '#182c41',
    textSoft: '#53697f',
    halo: '#ffffff',
    hover: '#0b62d6',
    selected: '#0b62d6',
    center: '#c8102e',
    centerPlanned: '#dd8a96',
    station: '#c97f00',
    stationClosed: '#9a8f7a',
    markerRing: '#ffffff',
    park: '#6a4bb3',
    dwelling: '#b98a5e',
    otherBuilding: '#9aa7b3',
    missing: '#e4e8eb',
    fillOpacity: 0.86,
    basemap: { saturation: -0.3, brightness: 1 },
    plate: null,
  },
  night: {
    id: 'night',
    outside: '#0b121c',
    land: '#152030',
    sea: '#0a1726',
    lake: '#123149',
    river: '#2b5c80',
    road: '#35485f',
    roadCasing: '#0f1823',
    trunk: '#57616a',
    motorway: '#82714f',
    gridLine: '#5b7d9c',
    communityLine: '#7197b8',
    streetLine: '#8fb2d0',
    districtLine: '#cfe2f3',
    districtGlow: '#0a121d',
    text: '#eaf2f9',
    textSoft: '#a9bccd',
    halo: '#0c1520',
    hover: '#6db9ff',
    selected: '#9fd2ff',
    center: '#ff4d5e',
    centerPlanned: '#a9606a',
    station: '#ffcb5c',
    stationClosed: '#7d7462',
    markerRing: '#0c1520',
    park: '#b59cf0',
    dwelling: '#d9b48a',
    otherBuilding: '#5c6f84',
    missing: '#243140',
    fillOpacity: 0.8,
    basemap: { saturation: -0.55, brightness: 0.42 },
    plate: null,
  },
  wall: {
    id: 'wall',
    outside: 'rgba(0, 0, 0, 0)',
    land: '#081629',
    sea: 'rgba(0, 0, 0, 0)',
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
    dwelling: '#e0bd92',
    otherBuilding: '#3f5a7a',
    missing: '#12233a',
    fillOpacity: 0.78,
    basemap: null,
    plate: { light: '#3aa8ff', side: ['#3f9ae0', '#1f69b4', '#174f8d', '#103a6b', '#0b2a50'] },
  },
}
