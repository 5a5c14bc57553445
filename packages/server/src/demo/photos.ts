import { drawPortrait } from './portraits';

export interface PhotoSeeding {
  readonly api: string;
  readonly secretKey: string;
  /** How many people get one: those whom the register's page shows first. */
  readonly count: number;
  readonly signal: AbortSignal;
}

/**
 * Gives drawn portraits to the people who are shown first, over the API, as an institution's own program would. May be cut off
 * and run again: those who have a photo keep it.
 * @returns how many were uploaded
 */
export async function seedPhotos({ api, secretKey, count, signal }: PhotoSeeding): Promise<number> {
  const call = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(api + path, {
      ...init,
      headers: { 'Homecoming-Key': secretKey, ...init.headers },
      signal,
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`A demo photo was refused: ${JSON.stringify(answer)}`);
    return answer;
  };
  const { data } = (await call(`/v1/directory/search?audience=public&limit=${count}`)) as {
    data: readonly { id: string; photoUrl?: string }[];
  };
  let uploaded = 0;
  for (const [i, { id, photoUrl }] of data.entries()) {
    if (photoUrl !== undefined) continue;
    const body = new Uint8Array(await drawPortrait(i + 1));
    await call(`/v1/profiles/${id}/photo`, { method: 'PUT', body, headers: { 'Content-Type': 'image/png' } });
    uploaded++;
  }
  return uploaded;
}
