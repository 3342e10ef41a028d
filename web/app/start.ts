import { createPinia } from 'pinia'
import { createApp } from 'vue'
import '../ui/tokens.css'
import '../ui/base.css'
import App from './App.vue'
import { reportPageError } from './page-error.ts'
import { syncDocument } from './sync-document.ts'
import { syncUrl } from './sync-url.ts'
import { createPageRouter } from './router.ts'
import { createTexts, TEXTS_KEY } from './texts.ts'

const app = createApp(App)
app.use(createPinia())
const texts = createTexts()
const router = createPageRouter(texts)
app.use(texts.plugin)
app.provide(TEXTS_KEY, texts)
app.config.errorHandler = (error) => reportPageError(error)
syncUrl(router)
syncDocument(texts)
app.use(router)
app.mount('#app')
