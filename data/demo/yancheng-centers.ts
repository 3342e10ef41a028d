import type { ServiceCenterPlan, LandmarkPlan, SourceNote } from '../generate/city-plan.ts'

/** @public */
export const centersSourceNote: SourceNote = {
  grade: 'P',
  says:
    'Four red fortress centres are named by the 2018 source with their communities: 平湖 (southern zone), 东升 (Yandu), 健康路 (Tinghu) and ' +
    'the new-energy vehicle park (development zone). In which street the communities lie, their status, and all other centres are ' +
    "the demo's own.",
}

/** Communities that must exist under these names. */
export const yanchengLandmarks: readonly LandmarkPlan[] = [
  { name: '平湖社区', nameEn: 'Pinghu', street: '320903051', at: [120.14, 33.312], type: 'new' },
  { name: '东升社区', nameEn: 'Dongsheng', street: '320903012', at: [120.128, 33.347], type: 'ordinary' },
  {
    name: '健康路社区',
    nameEn: 'Jiankang Road',
    street: '320902003',
    at: [120.135, 33.387],
    type: 'ordinary',
  },
  {
    name: '新能源汽车产业园',
    nameEn: 'New Energy Vehicle Park',
    street: '320971001',
    at: [120.222, 33.381],
    type: 'park',
  },
]

const county = (
  name: string,
  lon: number,
  lat: number,
  status: ServiceCenterPlan['status'] = 'open',
): ServiceCenterPlan => ({ name: `${name}党群服务中心`, level: 'county', status, at: [lon, lat] })
const local = (
  name: string,
  lon: number,
  lat: number,
  status: ServiceCenterPlan['status'] = 'open',
  landmark?: string,
): ServiceCenterPlan => ({
  name: `${name}红堡`,
  level: 'street',
  status,
  at: [lon, lat],
  ...(landmark ? { landmark } : {}),
})

export const yanchengCenters: readonly ServiceCenterPlan[] = [
  local('平湖', 120.14, 33.312, 'open', '平湖社区'),
  local('东升', 120.128, 33.347, 'open', '东升社区'),
  local('健康路', 120.135, 33.387, 'building', '健康路社区'),
  local('新能源汽车产业园', 120.222, 33.381, 'planned', '新能源汽车产业园'),
  { name: '盐城市党群服务中心', level: 'city', status: 'open', at: [120.162, 33.348] },
  { name: '盐城市党群服务中心老城分中心', level: 'city', status: 'building', at: [120.14, 33.395] },
  county('亭湖区', 120.15, 33.392),
  county('盐都区', 120.115, 33.34),
  county('大丰区', 120.47, 33.2),
  county('响水县', 119.582, 34.182),
  county('滨海县', 119.824, 33.99),
  county('阜宁县', 119.8, 33.788),
  county('射阳县', 120.256, 33.778),
  county('建湖县', 119.792, 33.47),
  county('东台市', 120.315, 32.852),
  county('盐城经开区', 120.207, 33.373),
  county('盐南高新区', 120.155, 33.322, 'building'),
  local('大洋', 120.166, 33.379),
  local('毓龙', 120.128, 33.403),
  local('新洋', 120.12, 33.425),
  local('文峰', 120.152, 33.398),
  local('伍佑', 120.25, 33.275, 'building'),
  local('新都', 120.165, 33.33),
  local('潘黄', 120.096, 33.344),
  local('张庄', 120.09, 33.366, 'planned'),
  local('盐龙', 120.062, 33.343, 'building'),
  local('环保科技城', 120.3, 33.41, 'open', '环保科技城'),
  local('智能终端产业园', 120.045, 33.318, 'building', '盐城智能终端产业园'),
  local('丰华', 120.495, 33.192),
  local('大丰港', 120.8, 33.22, 'building'),
  local('陈家港', 119.85, 34.37, 'planned'),
  local('坎南', 119.835, 33.965),
  local('八滩', 120.06, 34.13, 'planned'),
  local('花园', 119.785, 33.765),
  local('益林', 119.56, 33.61, 'building'),
  local('黄沙港', 120.45, 33.79),
  local('上冈', 120.01, 33.55),
  local('九龙口', 119.635, 33.415, 'planned'),
  local('安丰', 120.39, 32.75),
  local('弶港', 120.88, 32.78, 'building'),
]
