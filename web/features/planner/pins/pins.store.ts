import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

/** A place that siting shows on the map: one it proposes, with its number, or one it may choose. */
export interface Pin {
  lon: number
  lat: number
  number: number | null
  name: string
}

/** Where new stations would be and might be, for the map; and whether a click on it marks such a place. */
export const usePins = defineStore('planner-pins', () => ({
  pins: shallowRef<readonly Pin[]>([]),
  /** What a click on the map does; null: it chooses what lies there, as always. */
  mark: shallowRef<((lon: number, lat: number) => void) | null>(null),
  /** Row of the pin that a hand is over in the list. */
  raised: ref<number | null>(null),
}))
