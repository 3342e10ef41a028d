import { ScreenDocument } from '#shared/contract/screens/screens.ts'

/** Returns the built-in document: overview, both coverage axes, a tour of the gaps, and premises. */
export function createDefaultScreenDocument(): ScreenDocument {
  return ScreenDocument.parse({
    scenes: [
      {
        id: 'overview',
        name: '总览',
        left: ['chain', 'centers', 'standard'],
        right: ['coverage', 'gaps', 'changes'],
        metric: 'branch-share',
        detail: 'grid',
      },
      {
        id: 'organisation',
        name: '组织覆盖',
        left: ['coverage', 'chain', 'changes'],
        right: ['ranking', 'gaps'],
        metric: 'branch-share',
        detail: 'street',
        depth: 'extruded',
      },
      {
        id: 'worst-gaps',
        name: '缺口巡视',
        seconds: 90,
        left: ['gaps', 'worst'],
        right: ['coverage', 'ranking'],
        metric: 'gap-class',
        detail: 'auto',
        camera: { kind: 'gaps' },
      },
      {
        id: 'premises',
        name: '阵地与服务',
        left: ['standard', 'centers', 'projects'],
        right: ['coverage', 'ranking'],
        metric: 'service-share',
        detail: 'community',
      },
    ],
  })
}
