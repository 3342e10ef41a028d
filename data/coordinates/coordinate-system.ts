/** How two numbers of a file mean a place; all systems lead to longitude and latitude in WGS 84 / CGCS2000 degrees. */
export interface CoordinateSystem {
  /** 'EPSG:4549', 'GCJ-02'; with '/yx' the file has the northing or latitude first. */
  id: string
  label: string
  unit: 'degree' | 'metre'
  toDegrees(x: number, y: number): [longitude: number, latitude: number]
  fromDegrees(longitude: number, latitude: number): [x: number, y: number]
}
