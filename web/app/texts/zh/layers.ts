/** Legend entries of the map's layers. */
export default {
  water: { line: '河流、运河' },
  roads: { trunk: '干道' },
  buildings: { dwelling: '有住户的楼栋' },
  grids: { border: '网格界' },
  communities: { border: '社区 / 村界' },
  streets: { border: '街道 / 镇界' },
  districts: { border: '区县界' },
  parks: { area: '园区' },
  stations: { open: '党员服务站' },
  centers: { open: '红堡(已开放)', building: '红堡(建设中)', planned: '红堡(规划中)' },
}
