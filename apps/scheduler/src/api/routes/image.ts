import { InputError, resolveInside, sha256 } from '@frostline/base';
import { thumbnail, type Competition, type Sample } from '@frostline/data';
import { findSweep } from '@frostline/store';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { notModified, rawReply, replies, sweepParams, type Route } from './route.js';

/** Longest side of what is shown, pixels. */
const side = 256;

/**
 * `GET /api/v1/sweeps/:sweep/images/:id`: a labelled or test image as a small PNG. It is found by its id among the
 * competition's images, never by a path, and decoded and encoded again, so that nothing of a file is served as it is.
 */
export const image: Route = (server, { ledger, evidence }) => {
  server.get(
    '/api/v1/sweeps/:sweep/images/:id',
    {
      schema: {
        summary: `A labelled or test image as PNG, ${side} pixels at most`,
        params: sweepParams.extend({ id: z.string().describe("The image's id in the competition") }),
        produces: ['image/png'],
        response: { ...replies(rawReply('PNG')), ...notModified },
      },
    },
    async ({ params, headers }, reply) => {
      const sweep = ledger.read((open) => findSweep(open, params.sweep));
      const competition = await evidence.competition(sweep);
      const sample = findImage(competition, params.id);
      const tag = `"${sample.sha256}-${side}"`;
      reply.headers({ etag: tag, 'cache-control': 'private, max-age=3600' });
      if (headers['if-none-match'] === tag) return reply.code(304).send(null);
      const bytes = await readFile(
        resolveInside(competition.root, path.relative(competition.root, sample.path)),
      );
      if (sha256(bytes) !== sample.sha256)
        throw new InputError('data-changed', 'the image is not the one that the sweep began with', {
          found: params.id,
        });
      return reply.type('image/png').send(Buffer.from(await thumbnail(bytes, params.id, side)));
    },
  );
};

function findImage({ train, test }: Competition, id: string): Sample {
  const sample = train.find((one) => one.id === id) ?? test.find((one) => one.id === id);
  if (sample !== undefined) return sample;
  throw new InputError('no-image', 'the competition has no such image', { found: id });
}
