import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

// Tells Vue that these are no components of its own.
const isCustomElement = (tag: string) => tag.startsWith('hc-');

export default defineConfig({ plugins: [vue({ template: { compilerOptions: { isCustomElement } } })] });
