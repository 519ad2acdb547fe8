import MarkdownIt from 'markdown-it';
import { escapeHtml, Html, trusted } from './html';

/** Tags that people use in descriptions. They pass without attributes, so nothing can be hidden in them. */
const HARMLESS =
  /<\/?(?:details|summary|sub|sup|kbd|b|strong|i|em|code|del)>|<br\s*\/?>|<hr\s*\/?>/gi;

const renderer = create();

/** What somebody wrote in Markdown, as markup in which only harmless tags are left. */
export function markdown(text: string): Html {
  return trusted(renderer.render(text));
}

function create(): MarkdownIt {
  const md = new MarkdownIt({ html: true, linkify: true });
  md.renderer.rules.html_block = (tokens, index) =>
    onlyHarmless(tokens[index].content);
  md.renderer.rules.html_inline = md.renderer.rules.html_block;
  md.renderer.rules.link_open = (tokens, index, options, _env, self) => {
    tokens[index].attrSet('rel', 'noopener noreferrer nofollow');
    return self.renderToken(tokens, index, options);
  };
  return md;
}

function onlyHarmless(markup: string): string {
  const text = markup.replace(/<!--[\s\S]*?(?:-->|$)/g, '');
  let safe = '';
  let end = 0;
  for (const tag of text.matchAll(HARMLESS)) {
    safe += escapeHtml(text.slice(end, tag.index)) + tag[0];
    end = tag.index + tag[0].length;
  }
  return safe + escapeHtml(text.slice(end));
}
