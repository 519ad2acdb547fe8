import fc from 'fast-check';
import { arbitraryYaml } from './__testUtils__/arbitraryYaml';
import { FileSet } from './FileSet';
import { fluxImages } from './flux/fluxImages';
import { documentsOf } from './flux/ManifestDocument';
import { helmImages } from './helm/helmImages';
import { ImageSlot, renderPart } from './ImageSlot';
import { kustomizeImages } from './kustomize/kustomizeImages';
import { workloadImages } from './workloadImages';
import { editYaml } from './yaml/editYaml';
import { YamlFile } from './yaml/YamlFile';

const name = 'ghcr.io/acme/orders';

/** A tag as people write it, and the same with nothing but the tag replaced. */
const written = fc.constantFrom<Array<(tag: string) => string>>(
  tag => tag,
  tag => `"${tag}"`,
  tag => `'${tag}'  # keep`,
  tag => `&tag ${tag}`,
  tag => `!!str ${tag} # {{ keep }}`,
);

const finders: Record<
  string,
  { text: (tag: string) => string; find: (file: YamlFile) => ImageSlot[] }
> = {
  'a Helm map': {
    text: tag => `image:\n  repository: ${name}\n  tag: ${tag}\n  x: 1.4.2\n`,
    find: file => helmImages([{ kind: 'values', file, base: [] }]),
  },
  'a Helm string': {
    text: tag => `app:\n  image: ${tag.replace('1.', `${name}:1.`)}\n`,
    find: file => helmImages([{ kind: 'values', file, base: [] }]),
  },
  'a container of a manifest': {
    text: tag =>
      `kind: Deployment\nmetadata: {name: x}\nspec:\n  template:\n    spec:\n      containers:\n      - {name: envoy, image: envoy:1.4.2}\n      - name: app\n        image: ${tag.replace('1.', `${name}:1.`)}\n`,
    find: file => workloadImages(file),
  },
  'the values of a HelmRelease': {
    text: tag =>
      `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: x}\nspec:\n  chart: {spec: {chart: x, version: 1.4.2}}\n  values:\n    image:\n      tag: ${tag}\n      repository: ${name}\n`,
    find: file => fluxImages(documentsOf([{ file }])),
  },
  'a kustomize entry': {
    text: tag => `images:\n- name: x\n- newTag: ${tag}\n  name: ${name}\n`,
    find: file => {
      const files = new FileSet();
      const path = 'kustomization.yaml';
      files.add(
        { files: [path], directories: [] },
        {
          files: [{ path, content: file.content, blobSha: '' }],
          paths: [],
        },
      );
      return kustomizeImages({
        files,
        directory: '.',
        wanted: new Set([name]),
      });
    },
  },
};

describe.each(Object.keys(finders))('finding and editing %s', key => {
  const { text, find } = finders[key];

  it('changes the tag and no other byte, whatever is around it', () => {
    fc.assert(
      fc.property(arbitraryYaml, written, ({ content }, write) => {
        const bom = content.startsWith('\ufeff') ? '\ufeff' : '';
        const crlf = content.includes('\r\n');
        // One document: the others are not read by Helm and kustomize.
        const [around] = content.slice(bom.length).split(/\r?\n---\r?\n/);
        const whole = (tag: string) => {
          const own = text(write(tag));
          const end = /\n$/.test(around) ? '' : '\n';
          return `${bom}${around}${crlf ? (end + own).replace(/\n/g, '\r\n') : end + own}`;
        };
        const path = 'kustomization.yaml';
        const file = YamlFile.parse({ path, content: whole('1.4.2') });
        const [slot] = find(file).filter(each => each.name === name);
        expect(slot.tag).toBe('1.4.2');
        const image = { name, tag: '1.5.0-rc.1' };
        const result = editYaml(
          file,
          slot.parts.map(part => ({
            place: part.scalar,
            value: renderPart(part, image) ?? '',
          })),
        ).content;
        expect(result).toBe(whole(image.tag));
        const after = find(YamlFile.parse({ path, content: result }));
        expect(after.find(each => each.name === name)?.tag).toBe(image.tag);
      }),
      { numRuns: 150 },
    );
  });
});
