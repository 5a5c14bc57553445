import { defineAlumniSearch, defineSignIn } from '@homecoming/widgets';
import { createRoot } from 'react-dom/client';
import { Alumni } from './alumni';

const root = document.getElementById('root')!;
const { api = '', key = '' } = root.dataset;

// Before React renders, so that it finds the elements' properties.
defineAlumniSearch({ api });
defineSignIn({ api });
createRoot(root).render(<Alumni api={api} publishableKey={key} />);
