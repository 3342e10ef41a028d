import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { z } from 'zod'
import { createDisplay } from '#shared/contract/access/credentials.ts'
import {
  getScreen,
  listScreens,
  putScreen,
  type RemoteCommand,
  removeScreen,
  sendScreenCommand,
} from '#shared/contract/screens/screens.ts'
import { createUuid } from '../../../lib/create-uuid.ts'
import { request } from '../../../lib/request.ts'
import { createLoader, getResourceValue } from '../../../lib/resource.ts'
import { useCity } from '../../../state/city.store.ts'
import { useMutation } from '../../../state/use-mutation.ts'
import { downloadScreenFile, readScreenFile, type ScreenFile } from './screen-file.ts'

export type ListedScreen = z.output<typeof listScreens.answer>['screens'][number]

/** Heartbeats of the walls are read this often. */
const REFRESH_MS = 15_000
const MAX_FILE_BYTES = 1_000_000

/** The screens of a city and everything that can be done with one. */
export function useScreens() {
  const { t } = useI18n()
  const city = useCity()
  const { busy, text: failureText, run } = useMutation()
  const { resource, load } = createLoader<ListedScreen[]>()
  const code = computed(() => city.code ?? '')
  const commandTarget = shallowRef<{
    id: string
    name: string
    scenes: { id: string; name: string }[]
  } | null>(null)
  const displayLink = shallowRef<{ name: string; url: string } | null>(null)
  const isInvalidFile = ref(false)

  const reload = () =>
    load(
      async (signal) => (await request(listScreens, { params: { city: code.value } }, { signal })).screens,
      { keep: true },
    )
  watch(
    [code, () => city.revision],
    () => {
      if (code.value !== '') void reload()
    },
    { immediate: true },
  )
  const timer = setInterval(() => void reload(), REFRESH_MS)
  onBeforeUnmount(() => clearInterval(timer))

  const toParams = (screen: string) => ({ city: code.value, screen })

  async function createScreen(id: string, { name, document }: ScreenFile, note: string): Promise<void> {
    await request(putScreen, {
      params: toParams(id),
      body: { requestId: createUuid(), note, version: 0, name, document },
    })
    await reload()
  }

  async function duplicate({ id, name }: ListedScreen): Promise<void> {
    await run(async () => {
      const { document } = (await request(getScreen, { params: toParams(id) })).screen
      await createScreen(
        `${id.slice(0, 30)}-${createUuid().slice(0, 4)}`,
        { name: `${name} 2`.slice(-40), document },
        t('screen.manage.duplicated', { name }),
      )
    })
  }

  async function exportScreen({ id }: ListedScreen): Promise<void> {
    await run(async () => downloadScreenFile(id, (await request(getScreen, { params: toParams(id) })).screen))
  }

  async function importScreen(file: File | undefined): Promise<void> {
    const content =
      file === undefined || file.size > MAX_FILE_BYTES ? null : readScreenFile(await file.text())
    isInvalidFile.value = content === null
    if (content === null) return
    await run(() => createScreen(`import-${createUuid().slice(0, 6)}`, content, t('screen.manage.imported')))
  }

  async function remove({ id, version }: ListedScreen): Promise<void> {
    if (!window.confirm(t('screen.manage.removeSure', { id }))) return
    await run(async () => {
      await request(removeScreen, { params: toParams(id), query: { requestId: createUuid(), version } })
      await reload()
    })
  }

  async function openCommands({ id, name }: ListedScreen): Promise<void> {
    await run(async () => {
      const { document } = (await request(getScreen, { params: toParams(id) })).screen
      commandTarget.value = { id, name, scenes: document.scenes }
    })
  }

  async function sendCommand(command: RemoteCommand): Promise<void> {
    const target = commandTarget.value
    if (target === null) return
    const sent = await run(() =>
      request(sendScreenCommand, {
        params: toParams(target.id),
        body: { requestId: createUuid(), telling: command },
      }),
    )
    if (sent) commandTarget.value = null
  }

  async function createDisplayLink({ id, name }: ListedScreen): Promise<void> {
    await run(async () => {
      const { secret } = await request(createDisplay, {
        body: { name: name.slice(0, 60), city: code.value, screen: id },
      })
      displayLink.value = { name, url: `${location.origin}/screen/${id}#${secret}` }
    })
  }

  return {
    code,
    resource,
    screens: computed(() => getResourceValue(resource.value) ?? []),
    busy,
    failureText,
    isInvalidFile,
    commandTarget,
    displayLink,
    duplicate,
    exportScreen,
    importScreen,
    remove,
    openCommands,
    sendCommand,
    createDisplayLink,
  }
}
