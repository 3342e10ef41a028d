import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { getScreen, putScreen, type Screen, ScreenDocument } from '#shared/contract/screens/screens.ts'
import { createUuid } from '../../../lib/create-uuid.ts'
import { request } from '../../../lib/request.ts'
import { useCity } from '../../../state/city.store.ts'
import { useMutation } from '../../../state/use-mutation.ts'
import { useUndo } from './use-undo.ts'

/**
 * The screen that is being edited: loads it, keeps its undo history and saves it as the next version.
 * @param screenId id of the screen; an empty id loads nothing
 */
export function useScreenDraft(screenId: () => string) {
  const { t } = useI18n()
  const city = useCity()
  const { busy, text: failureText, run } = useMutation()
  const name = ref('')
  const version = ref(0)
  const document = ref<ScreenDocument | null>(null)
  const sceneIndex = ref(0)
  const savedText = ref('')
  const text = computed(() =>
    document.value === null ? null : JSON.stringify({ name: name.value, document: document.value }),
  )
  const isDirty = computed(() => text.value !== null && text.value !== savedText.value)
  const isValid = computed(() => name.value.trim() !== '' && ScreenDocument.safeParse(document.value).success)
  const history = useUndo({ text: () => text.value, apply: (state) => setContent(JSON.parse(state)) })
  /** The last valid content, for the preview. */
  const previewed = ref<Screen | null>(null)
  watch(
    [text, isValid],
    () => {
      // an own version number: version 0 would translate the names of built-in scenes
      if (isValid.value && document.value)
        previewed.value = {
          id: screenId(),
          name: name.value,
          version: version.value + 1,
          document: document.value,
          told: null,
        }
    },
    { immediate: true },
  )

  function setScreen(screen: Screen): void {
    version.value = screen.version
    setContent(screen)
    savedText.value = text.value ?? ''
  }
  function setContent(screen: Pick<Screen, 'name' | 'document'>): void {
    name.value = screen.name
    document.value = structuredClone(screen.document)
    sceneIndex.value = Math.min(sceneIndex.value, screen.document.scenes.length - 1)
  }

  async function load(): Promise<void> {
    const { code } = city
    if (code === null || screenId() === '') return
    await run(async () => {
      setScreen((await request(getScreen, { params: { city: code, screen: screenId() } })).screen)
      history.begin()
    })
  }
  watch([() => city.code, screenId], () => void load(), { immediate: true })

  async function save(): Promise<void> {
    const { code } = city
    const content = document.value
    if (code === null || content === null) return
    await run(async () => {
      const { screen } = await request(putScreen, {
        params: { city: code, screen: screenId() },
        body: {
          requestId: createUuid(),
          note: t('screen.manage.saved', { name: name.value }),
          version: version.value,
          name: name.value,
          document: content,
        },
      })
      setScreen(screen)
    })
  }

  /** Loads the content of an earlier version; saving makes it the newest. */
  async function restoreVersion(earlier: number): Promise<void> {
    const { code } = city
    if (code === null) return
    await run(async () => {
      const { screen } = await request(getScreen, {
        params: { city: code, screen: screenId() },
        query: { version: earlier },
      })
      setContent(screen)
    })
  }

  return {
    name,
    version,
    document,
    sceneIndex,
    isDirty,
    isValid,
    history,
    previewed,
    busy,
    failureText,
    save,
    restoreVersion,
  }
}
