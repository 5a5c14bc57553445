// @ts-check
// What a project with CommonJS writes. Compiled and run against the packed package by check.mjs.
/* eslint-disable @typescript-eslint/no-require-imports */
const { createClient, isApiError, NotFoundError } = require('@homecoming/sdk');
const { createAdminClient } = require('@homecoming/sdk/admin');
const { NotFoundError: SameError } = require('@homecoming/sdk/errors');

const hc = createClient({
  baseUrl: 'https://alumni.example.edu',
  key: 'sk_test_01jdyvbv7gen8t9pe8z5aav000_letmewrite',
});

/** @param {import('@homecoming/sdk').ProfileCreate} profile */
exports.create = async (profile) => (await hc.profiles.create(profile)).id.toUpperCase();

// @ts-expect-error no name at all
exports.nameless = () => hc.profiles.create({ company: 'Sorbonne University' });

/** @param {AbortSignal} signal */
exports.follow = async (signal) => {
  for await (const change of hc.changes.read({ consumer: 'crm', types: 'profile.*', signal })) {
    exports.last = `${change.type} ${change.subject.id}`;
  }
};

/** @param {string | undefined} after */
exports.readBlocks = async (after) => {
  for await (const { data, position } of hc.changes.read({ after }).blocks())
    exports.size = [data.length, position];
};

// @ts-expect-error a place that there is not
exports.nowhere = () => hc.changes.consumers.put('crm', { from: 'yesterday' });

hc.profiles.get('').then(
  () => {
    throw new Error('An empty id should have been refused.');
  },
  (error) => {
    if (!(error instanceof TypeError) || isApiError(error) || error instanceof NotFoundError) throw error;
  },
);

if (SameError !== NotFoundError)
  throw new Error('Each class should exist once, whatever it is imported from.');
if (!createAdminClient({ baseUrl: 'https://alumni.example.edu', key: 'sk_test_a' }).keys)
  throw new Error('The part for servers should have keys.');
