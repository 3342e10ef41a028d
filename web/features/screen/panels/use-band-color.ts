import { useCity } from '../../../state/city.store.ts'

/** Colour of a share by the bands that the city has set; 95, 90 and 85 per cent by themselves. Red is kept for the emblem. */
export function useBandColor(): (share: number | null) => string {
  const city = useCity()
  return (share) => {
    if (share === null) return '#8aa4bd'
    const { good, fair, poor } = city.known?.bands ?? { good: 0.95, fair: 0.9, poor: 0.85 }
    return share >= good ? '#3fdcc6' : share >= fair ? '#8fd27a' : share >= poor ? '#f2c14e' : '#ff9a3d'
  }
}
