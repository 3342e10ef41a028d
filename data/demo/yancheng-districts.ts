import type { DistrictPlan, LonLat, NoteOfOrigin, ZonePlan } from '../generate/city-plan.ts'

export const districtsOrigin: NoteOfOrigin = {
  grade: 'P',
  says: 'Codes and names: the statistical code list for Yancheng. Corners: county boundaries rounded to 0.05 degree '
    + '(5 km); along the sea, and where Tinghu meets it, corners were moved by up to 5 km by hand so that the '
    + 'outline closes and the area is about right. Good for a silhouette, useless for measurement. Urban communities by '
    + 'district: generated split of the official 232. The code of the southern zone (320999) is invented: it has none.',
}

const TINGHU_SEA: LonLat = [120.61, 33.67]
const DAFENG_SEA: LonLat = [120.67, 33.6]

export const districts: readonly DistrictPlan[] = [
  { code: '320902', name: '亭湖区', nameEn: 'Tinghu District', kind: 'city_district', seat: [120.13, 33.39], urban: 71, ring: [
    [120.2, 33.15], [120.15, 33.25], [120.2, 33.3], [120.2, 33.35], [120, 33.4], [120, 33.45], [120.05, 33.5], [120.2, 33.55],
    [120.2, 33.45], [120.35, 33.5], [120.36, 33.55], [120.48, 33.63], TINGHU_SEA, DAFENG_SEA, [120.47, 33.49], [120.35, 33.4],
    [120.4, 33.3], [120.3, 33.25],
  ] },
  { code: '320903', name: '盐都区', nameEn: 'Yandu District', kind: 'city_district', seat: [120.13, 33.34], urban: 43, ring: [
    [120, 33.4], [120.2, 33.35], [120.2, 33.3], [120.15, 33.25], [120.2, 33.15], [120.1, 33.2], [120.05, 33.15], [119.75, 33.15],
    [119.7, 33.3], [119.85, 33.35], [119.9, 33.4],
  ] },
  { code: '320904', name: '大丰区', nameEn: 'Dafeng District', kind: 'city_district', seat: [120.47, 33.2], urban: 24, ring: [
    [120.94, 33.04], [120.75, 32.95], [120.65, 32.9], [120.6, 32.95], [120.5, 32.95], [120.35, 32.95], [120.3, 32.95], [120.3, 33],
    [120.3, 33.15], [120.2, 33.15], [120.3, 33.25], [120.4, 33.3], [120.35, 33.4], [120.47, 33.49], DAFENG_SEA, [120.75, 33.47],
    [120.8, 33.37], [120.89, 33.29], [120.9, 33.13],
  ] },
  { code: '320921', name: '响水县', nameEn: 'Xiangshui County', kind: 'county', seat: [119.57, 34.2], urban: 9, ring: [
    [120.12, 34.43], [120.05, 34.3], [119.85, 34.15], [119.8, 34.05], [119.7, 34], [119.65, 33.95], [119.55, 34], [119.6, 34.1],
    [119.5, 34.15], [119.75, 34.3], [119.8, 34.4], [119.8, 34.5], [119.96, 34.48],
  ] },
  { code: '320922', name: '滨海县', nameEn: 'Binhai County', kind: 'county', seat: [119.82, 33.99], urban: 18, ring: [
    [120.12, 34.43], [120.34, 34.32], [120.39, 34.11], [120.25, 34.1], [120.15, 34.05], [120.15, 33.9], [120.05, 33.95], [120, 33.95],
    [120, 33.85], [119.95, 33.85], [119.85, 33.8], [119.8, 33.85], [119.85, 33.9], [119.8, 33.95], [119.7, 33.9], [119.65, 33.95],
    [119.7, 34], [119.8, 34.05], [119.85, 34.15], [120.05, 34.3],
  ] },
  { code: '320923', name: '阜宁县', nameEn: 'Funing County', kind: 'county', seat: [119.8, 33.79], urban: 19, ring: [
    [119.95, 33.85], [120, 33.8], [119.95, 33.7], [120, 33.65], [119.95, 33.65], [119.75, 33.65], [119.7, 33.5], [119.6, 33.45],
    [119.5, 33.5], [119.45, 33.65], [119.55, 33.85], [119.65, 33.95], [119.7, 33.9], [119.8, 33.95], [119.85, 33.9], [119.8, 33.85],
    [119.85, 33.8],
  ] },
  { code: '320924', name: '射阳县', nameEn: 'Sheyang County', kind: 'county', seat: [120.25, 33.78], urban: 14, ring: [
    [120.05, 33.5], [120.05, 33.7], [120, 33.65], [119.95, 33.7], [120, 33.8], [119.95, 33.85], [120, 33.85], [120, 33.95],
    [120.05, 33.95], [120.15, 33.9], [120.15, 34.05], [120.25, 34.1], [120.39, 34.11], [120.54, 33.87], TINGHU_SEA, [120.48, 33.63],
    [120.36, 33.55], [120.35, 33.5], [120.2, 33.45], [120.2, 33.55],
  ] },
  { code: '320925', name: '建湖县', nameEn: 'Jianhu County', kind: 'county', seat: [119.79, 33.47], urban: 16, ring: [
    [120, 33.65], [120.05, 33.7], [120.05, 33.5], [120, 33.45], [120, 33.4], [119.9, 33.4], [119.85, 33.35], [119.7, 33.3],
    [119.65, 33.3], [119.55, 33.4], [119.6, 33.45], [119.7, 33.5], [119.75, 33.65], [119.95, 33.65],
  ] },
  { code: '320981', name: '东台市', nameEn: 'Dongtai City', kind: 'county_city', seat: [120.31, 32.85], urban: 18, ring: [
    [120.3, 32.95], [120.35, 32.95], [120.5, 32.95], [120.6, 32.95], [120.65, 32.9], [120.75, 32.95], [120.94, 33.04], [121.02, 32.86],
    [120.99, 32.73], [120.98, 32.65], [120.85, 32.6], [120.65, 32.6], [120.55, 32.65], [120.45, 32.65], [120.4, 32.7], [120.2, 32.7],
    [120.2, 32.6], [120.1, 32.6], [120.1, 32.7], [120.2, 32.8], [120.15, 32.8], [120.2, 32.85], [120.15, 32.95],
  ] },
]

export const zones: readonly ZonePlan[] = [
  { code: '320971', name: '盐城经济技术开发区', nameEn: 'Yancheng Economic and Technological Development Zone', seat: [120.215, 33.37] },
  { code: '320999', name: '城南新区(盐南高新区)', nameEn: 'Chengnan New District (Yannan High-tech Zone)', seat: [120.15, 33.31] },
]

/** From the mouth of the Guan river in the north-west to the border with Nantong in the south-east. */
export const coast: readonly LonLat[] = [
  [119.8, 34.5], [119.96, 34.48], [120.12, 34.43], [120.34, 34.32], [120.39, 34.11], [120.54, 33.87], TINGHU_SEA, DAFENG_SEA,
  [120.75, 33.47], [120.8, 33.37], [120.89, 33.29], [120.9, 33.13], [120.94, 33.04], [121.02, 32.86], [120.99, 32.73], [120.98, 32.65],
]

/**
 * Around the open sea, from the southern end of the coast past Nantong's, out, and back past Shandong's and
 * Lianyungang's: farther than the map can be moved.
 */
export const offshore: readonly LonLat[] = [
  [121.12, 32.61], [121.3, 32.5], [121.45, 32.46], [121.52, 32.33], [121.75, 32.1], [121.9, 31.9], [121.95, 31.2], [121.9, 30.5],
  [124.7, 30.5], [124.7, 36.9], [122.4, 36.9], [121, 36.55], [120.3, 36], [119.65, 35.45], [119.25, 35.1], [119.2, 34.82], [119.35, 34.78], [119.5, 34.74], [119.66, 34.64],
]
