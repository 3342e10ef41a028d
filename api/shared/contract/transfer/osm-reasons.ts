/** Findings about a row of OpenStreetMap, as in `rowReasons`. */
export const osmReasons = {
  osm_nodes_missing: {
    severity: 'refused',
    zh: '缺 {count} 个节点：不在文件中',
    en: '{count} nodes are not in the file',
  },
  osm_ways_missing: {
    severity: 'refused',
    zh: '缺 {count} 段边线：不在文件中',
    en: '{count} ways of the border are not in the file',
  },
  osm_ring_open: { severity: 'refused', zh: '边线不闭合', en: 'The border is not closed' },
} as const
