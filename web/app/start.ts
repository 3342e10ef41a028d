import { createPinia } from 'pinia'
import { createApp } from 'vue'
import '../ui/tokens.css'
import '../ui/base.css'
import App from './App.vue'
import { reportFault } from './fault.ts'
import { followLook } from './follow-look.ts'
import { followUrl } from './follow-url.ts'
import { createPageRouter } from './router.ts'
import { createTexts, TEXTS } from './texts.ts'

const app = createApp(App)
app.use(createPinia())
const texts = createTexts()
const router = createPageRouter(texts)
app.use(texts.plugin)
app.provide(TEXTS, texts)
app.config.errorHandler = (error) => reportFault(error)
followUrl(router)
followLook(texts)
app.use(router)
app.mount('#app')
