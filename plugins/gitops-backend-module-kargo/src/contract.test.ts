import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describePromotionPipelineContract } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { objectsIn, shop, stagesAmong } from './__testUtils__/shop';
import { kargoPipeline } from './KargoPipeline';

const objects = shop();

describePromotionPipelineContract({
  name: 'Kargo',
  pipeline: kargoPipeline,
  samples: stagesAmong(objects),
  referenced: objects,
});

const samples = join(__dirname, '../../../../shared/domain/samples/kargo');
const published = existsSync(samples)
  ? readdirSync(samples)
      .filter(file => file.endsWith('.yaml'))
      .flatMap(file => objectsIn(join(samples, file)))
  : [];

if (published.length > 0) {
  describePromotionPipelineContract({
    name: 'Kargo, as published,',
    pipeline: kargoPipeline,
    samples: stagesAmong(published),
    referenced: published,
  });
}
