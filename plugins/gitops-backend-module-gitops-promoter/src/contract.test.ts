import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describePromotionPipelineContract } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { parseAllDocuments } from 'yaml';
import { promoterPipeline } from './PromoterPipeline';

const [strategy, ...referenced] = parseAllDocuments(
  readFileSync(join(__dirname, '__fixtures__/shop.yaml'), 'utf8'),
).map(each => each.toJS());

describePromotionPipelineContract({
  name: 'GitOps Promoter',
  pipeline: promoterPipeline,
  samples: [strategy],
  referenced,
});
