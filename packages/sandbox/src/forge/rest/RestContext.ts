import { Request, Router } from 'express';
import { ForgeDomain } from '../domain';
import { actorOf } from '../http/actor';
import { WebhookSender } from '../webhooks/WebhookSender';
import { View } from './present/View';

/** What the routes work on. */
export interface RestContext {
  forge: ForgeDomain;
  webhooks: WebhookSender;
}

/** Adds a group of routes. */
export type RestRoutes = (router: Router, context: RestContext) => void;

/** The forge as whoever makes this request sees it. */
export function viewOf({ forge }: RestContext, request: Request): View {
  return { forge, actor: actorOf(request) };
}
