import { defineAlumniSearch, defineSignIn } from '@homecoming/widgets';
import { createApp } from 'vue';
import Alumni from './alumni.vue';

const root = document.getElementById('root')!;
const { api = '', key = '' } = root.dataset;

// Before Vue renders, so that it finds the elements' properties.
defineAlumniSearch({ api });
defineSignIn({ api });
createApp(Alumni, { api, publishableKey: key }).mount(root);
