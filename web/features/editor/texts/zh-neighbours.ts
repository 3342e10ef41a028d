/** 邻街草案。 */
export default {
  title: '邻街草案',
  none: '相邻街道没有正在绘制的草案',
  loading: '正在查找邻街草案…',
  failed: '邻街草案读取失败，请重新打开',
  show: '显示在图上',
  hide: '不再显示',
  moves: '改动了与本街道的边界',
  apart: '没有改动与本街道的边界',
}
