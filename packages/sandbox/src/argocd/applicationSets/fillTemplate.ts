import { isRecord, JsonRecord } from '../../json';
import { ManifestError } from '../ManifestError';
import { TemplateError } from '../source/helm/template/TemplateError';
import { TemplateSet } from '../source/helm/template/TemplateSet';

/** Fills the texts of a template with parameters: Go templates, or names in double braces. Throws ManifestError. */
export function fillTemplate(
  template: unknown,
  options: { parameters: JsonRecord; goTemplate: boolean },
): unknown {
  if (typeof template === 'string') return fillText(template, options);
  if (Array.isArray(template)) {
    return template.map(item => fillTemplate(item, options));
  }
  if (!isRecord(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) => [
      fillText(key, options),
      fillTemplate(value, options),
    ]),
  );
}

function fillText(
  text: string,
  options: { parameters: JsonRecord; goTemplate: boolean },
): string {
  const { parameters, goTemplate } = options;
  if (!text.includes('{{')) return text;
  if (!goTemplate) {
    // A name that no generator knows stays as it is.
    return text.replace(/{{\s*([\w.[\]-]+)\s*}}/g, (whole, name: string) =>
      Object.hasOwn(parameters, name) ? String(parameters[name]) : whole,
    );
  }
  try {
    const templates = TemplateSet.create();
    templates.add('template', text);
    return templates.render('template', parameters);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new ManifestError(
      `failed to execute go template ${text}: ${error.message}`,
      { cause: error },
    );
  }
}
