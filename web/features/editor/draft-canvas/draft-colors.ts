import type { ThemeId } from '#shared/contract/enums.ts'
import type { DraftCanvasColors } from './draft-canvas-scene.ts'

const day: DraftCanvasColors = {
  own: 'rgb(15 98 180 / 9%)',
  ownLine: '#1d5f9f',
  hovered: 'rgb(15 98 180 / 18%)',
  line: 'rgb(60 90 120 / 55%)',
  text: '#14263a',
  halo: '#ffffff',
  chosen: 'rgb(15 98 180 / 30%)',
  drawn: '#0b4f94',
  warn: '#b36b00',
  neighbour: '#7a3fa0',
  veil: 'rgb(246 247 249 / 62%)',
  dot: 'rgb(140 60 20 / 80%)',
  affected: [
    'rgb(20 120 190 / 42%)',
    'rgb(232 150 40 / 46%)',
    'rgb(120 90 190 / 38%)',
    'rgb(40 150 120 / 40%)',
    'rgb(120 130 140 / 42%)',
    'rgb(170 120 80 / 42%)',
  ],
  dwelling: 'rgb(120 92 64 / 60%)',
  otherBuilding: 'rgb(120 134 148 / 45%)',
  sideBuildings: ['#0d5c96', '#a65a00', '#5a3fa0', '#146b52', '#46525e', '#7a4a20'],
}

const night: DraftCanvasColors = {
  own: 'rgb(110 180 240 / 11%)',
  ownLine: '#78b4ea',
  hovered: 'rgb(110 180 240 / 22%)',
  line: 'rgb(130 165 200 / 55%)',
  text: '#eaf2f9',
  halo: '#0c1520',
  chosen: 'rgb(110 180 240 / 34%)',
  drawn: '#a9d6ff',
  warn: '#f1c56b',
  neighbour: '#d3a8f5',
  veil: 'rgb(10 18 30 / 60%)',
  dot: 'rgb(255 206 140 / 85%)',
  affected: [
    'rgb(70 160 230 / 46%)',
    'rgb(240 165 60 / 46%)',
    'rgb(170 140 240 / 40%)',
    'rgb(70 190 150 / 42%)',
    'rgb(160 175 190 / 40%)',
    'rgb(205 150 105 / 42%)',
  ],
  dwelling: 'rgb(226 198 160 / 65%)',
  otherBuilding: 'rgb(130 150 172 / 50%)',
  sideBuildings: ['#a9d6ff', '#ffcf8a', '#d8c8ff', '#a6ecd0', '#dbe4ec', '#f0c9a4'],
}

/** Colour-blind readers can distinguish the two sides of a split. Amber is for warnings; red is the emblem's colour. */
export const DRAFT_COLORS: Record<ThemeId, DraftCanvasColors> = { day, night, wall: night }
