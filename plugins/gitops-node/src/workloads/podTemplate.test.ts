import { imagesOfPodTemplate, podTemplateOf } from './podTemplate';

const template = {
  spec: {
    initContainers: [{ image: 'migrate:1' }, { image: 'app:1' }],
    containers: [{ image: 'app:1' }, { image: '' }, {}, { image: null }],
  },
};

it('has each image once, those of containers first', () => {
  expect(imagesOfPodTemplate(template)).toEqual(['app:1', 'migrate:1']);
  expect(imagesOfPodTemplate(undefined)).toEqual([]);
  expect(imagesOfPodTemplate({})).toEqual([]);
});

it('is found also within the template of a Job', () => {
  expect(podTemplateOf({ spec: { template } })).toBe(template);
  expect(podTemplateOf({ spec: { jobTemplate: { spec: { template } } } })).toBe(
    template,
  );
  expect(podTemplateOf({ spec: null })).toBeUndefined();
});
