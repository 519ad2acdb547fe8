import { HumanDuration } from '@backstage/types';

export interface Config {
  /** Fairlead: the portal's view of a GitOps platform. */
  gitops?: {
    /**
     * The environments, first to last. Without this: `dev`, `staging` after it, and `prod` after that.
     */
    environments?: Array<{
      /** Letters, digits and dashes; used in URLs, labels and branch names: `prod-eu`. */
      name: string;
      /** As people read it. Without it: made from the name (`prod-eu` becomes `Prod EU`). */
      title?: string;
      /**
       * How much is at stake. Without it, guessed from the name: `production` if it begins with `prod`, or is
       * `live`; `staging` if it begins with `stag`, `stage`, `qa`, `uat`, `preprod` or `pre-prod`; else `development`.
       */
      tier?: 'development' | 'staging' | 'production';
      /**
       * The environments that versions come from. Where no environment says this, each comes after the one
       * listed before it; where any does, one without it is a beginning.
       */
      after?: string[];
      /**
       * Which targets belong to it. The entries are alternatives; in one entry everything must hold. Environments
       * are tried in the order in which they are listed, and the first that matches wins. Targets that match no
       * entry of any environment are assigned by what names the environment: the label or annotation
       * `fairlead/environment`, the labels `environment`, `env`, `app.kubernetes.io/environment` and
       * `backstage.io/environment`, the namespace or its last part, a folder of the source, a values file, the last part of the object's name, the cluster or the last part of its name.
       *
       * A text matches as a glob (`*`, `**`, `?`, `{a,b}`), or as a regular expression between slashes (`/^prod-/`).
       */
      match?: Array<{
        /** The cluster that the service runs on: its name here, the engine's name of it, or its URL. */
        cluster?: string;
        /** The namespace that the service runs in. */
        namespace?: string;
        /** One label of the engine's object: `tier=production`. The short form of `labels`. */
        label?: string;
        /** Labels of the engine's object. */
        labels?: { [key: string]: string };
        /** Path of a source inside its repository, or of a values file: `envs/prod/**`. */
        path?: string;
        /** Name of the engine's object. */
        name?: string;
      }>;
      /**
       * How versions get to this environment, over `gitops.promotions.policy`. The files of services say it over
       * both. All keys are described in `docs/reference/pipeline.md`.
       */
      policy?: GitopsPolicy;
      /**
       * Keys of the policy that the files of services may not set for this environment: `merge`, `gates`,
       * `gates.approvals`, …
       */
      locked?: string[];
    }>;

    /**
     * The clusters whose engines are read. Without this, those of `kubernetes.clusterLocatorMethods` are.
     */
    clusters?: Array<{
      /** Unique, and stable: it is a part of the address of a target. */
      name: string;
      /** As people read it. */
      title?: string;
      /** Of the API server: `https://prod-eu.example.com:6443`. Without it: the cluster that the portal runs on. */
      url?: string;
      /**
       * Token of a service account.
       * @visibility secret
       */
      token?: string;
      /**
       * The same, by the name it has in the config of Backstage's Kubernetes plugin.
       * @visibility secret
       */
      serviceAccountToken?: string;
      /** A file with the token, read again when it changes. Without any token: that of the pod that the portal runs in. */
      tokenFile?: string;
      /** Certificate authority of the API server: PEM in base64. */
      caData?: string;
      /** A file with it, in PEM. */
      caFile?: string;
      /** Trusts whatever answers at this cluster's URL, and only there. Never in production. */
      skipTLSVerify?: boolean;
      /** The name in the API server's certificate, where it is not that of the URL. */
      tlsServerName?: string;
      /** An HTTP, HTTPS or SOCKS proxy for this cluster. May hold a password.
       * @visibility secret
       */
      proxyUrl?: string;
      /** A context of a kubeconfig file, in place of everything above but the name. */
      kubeconfig?: {
        /** Without it: what `$KUBECONFIG` names, or `~/.kube/config`. */
        file?: string;
        /** Without it: the current one. */
        context?: string;
      };
      /**
       * Argo CD's own API, in place of everything above but the name, where the portal may not talk to the cluster that
       * Argo CD runs on. Only Applications are seen then: no resources, logs, rollouts or other engines.
       */
      argocd?: {
        /** Of Argo CD's server: `https://argocd.example.com`. */
        url: string;
        /**
         * Of an account of Argo CD that may get applications, and sync them where people shall be able to.
         * @visibility secret
         */
        token?: string;
        /** A file with the token, read again when it changes. */
        tokenFile?: string;
        /** Certificate authority of the server: PEM in base64. */
        caData?: string;
        /** A file with it, in PEM. */
        caFile?: string;
        /** Trusts whatever answers at this URL, and only there. Never in production. */
        skipTLSVerify?: boolean;
        /** The name in the server's certificate, where it is not that of the URL. */
        tlsServerName?: string;
        /** An HTTP, HTTPS or SOCKS proxy. May hold a password.
         * @visibility secret
         */
        proxyUrl?: string;
      };
    }>;

    promotions?: {
      /** For so long a new version must be healthy before its promotion has succeeded. Without it: 30 seconds. */
      settleTime?: HumanDuration | string;
      /** After so long without the new version being live, the promotion is said to be stuck. Without it: 15 minutes. */
      syncTimeout?: HumanDuration | string;
      /**
       * So long a target may be degraded, fail to sync or be gone before its promotion has failed. Without it: 2
       * minutes.
       */
      graceTime?: HumanDuration | string;
      /** So often each open promotion is looked at, for what webhooks did not tell. Without it: 30 seconds. */
      pollInterval?: HumanDuration | string;
      /** What the names of Fairlead's branches begin with. Without it: `fairlead`. */
      branchPrefix?: string;
      /** Labels of the pull requests. Without it: `fairlead`. */
      labels?: string[];
      /**
       * Who the pull requests are opened as: the portal's own account on the forge (`portal`), or the user who asked
       * for it, by their own token (`user`). Without it: `portal`.
       */
      openAs?: 'portal' | 'user';
      /**
       * How versions get to all environments, unless `gitops.environments[].policy` or the file of a service says
       * otherwise. All keys are described in `docs/reference/pipeline.md`.
       */
      policy?: GitopsPolicy;
      /**
       * Keys of the policy that the files of services may not set at all: `merge`, `gates`, `gates.approvals`, …, and
       * `order` for which environments there are and what comes after what.
       */
      locked?: string[];
      /**
       * Names of the file with which a service describes its pipeline; the first that is there counts. Without it:
       * `fairlead.yaml` and `fairlead.yml`.
       */
      pipelineFiles?: string[];
      /**
       * Hosts that checks in the files of services may ask: `prometheus.example.com`, `localhost:9090`,
       * `*.example.com`. The portal makes these requests, from inside its network, so without it: none. Checks in this
       * config may ask anything.
       */
      checkHosts?: string[];
    };

    /** How forges are treated. */
    forges?: {
      /**
       * At least so much time between two requests that create content on a forge (branches, pull requests,
       * comments). Without it: 1 second, as GitHub asks for; none with `limits: none`.
       */
      spacing?: HumanDuration | string;
      /**
       * What Fairlead keeps to by itself, beside what the forge says in its answers. `github`: at most 80 writes a minute
       * and 500 an hour for each credential, and what else GitHub asks for. `none`: only what the forge says, for a
       * forge of your own. Without it: `github`.
       */
      limits?: 'github' | 'none';
    };
  };

  kubernetes?: {
    clusterLocatorMethods?: Array<{
      clusters?: Array<{
        /** @visibility secret */
        serviceAccountToken?: string;
      }>;
    }>;
  };
}

/** How versions get to an environment. What is not said here is said elsewhere, or has its default. */
interface GitopsPolicy {
  /**
   * A version is available when it is verified in all environments before this one, or in any of them. Default:
   * `all`.
   */
  availability?: 'all' | 'any';
  /**
   * When a promotion is requested while another is under way: it takes its place, waits for it, or is refused.
   * Default: `supersede`.
   */
  lane?: 'supersede' | 'queue' | 'reject';
  /** Who merges: people, Fairlead when all gates pass, or the forge. Default: `people`. */
  merge?: 'people' | 'automatic' | 'forge';
  /** Promotes by itself what is available. Default: false. */
  automatic?: boolean;
  rollback?: {
    /** A promotion that fails is answered by a pull request to the last verified version. Default: false. */
    automatic?: boolean;
    /** Older failures are not rolled back automatically. Default: 20 minutes. */
    maxAge?: HumanDuration | string;
    /** Whether windows and freezes hold up a rollback. Default: false. */
    gated?: boolean;
  };
  gates?: {
    /** The version must be verified in the environments before. Default: true. */
    verified?: boolean;
    /** For so long the version must have run in the environment that it comes from. Default: 0. */
    soak?: HumanDuration | string;
    /** When versions may go on; `false`: always. */
    windows?:
      | false
      | {
          /** IANA name. Default: `UTC`. */
          timeZone?: string;
          /** Without it: always, unless it is denied. */
          allow?: GitopsWindow[];
          /** Denied wins. */
          deny?: GitopsWindow[];
          /** What it holds up. Default: `open` and `merge`. */
          at?: Array<'open' | 'merge' | 'finish'>;
        };
    /** Who has to approve in the portal; `false`: nobody. */
    approvals?:
      | false
      | {
          /** Default: 1. */
          required?: number;
          /** Entity refs of groups and users, and `owners` for the owner of the service. Default: `owners`. */
          from?: string[];
        };
    /** The forge's checks must pass before Fairlead merges. Default: false. */
    checks?: boolean;
    /** So many approving reviews on the forge. Default: what the forge requires. */
    reviews?: number;
    /** Checks of HTTP endpoints, Prometheus queries and jobs. */
    custom?: GitopsCheck[];
  };
  /** An environment with many targets is promoted in waves, one pull request each; `false`: all at once. */
  waves?:
    | false
    | {
        /** Share of the targets in each wave, adding up to 100. */
        percent?: number[];
        /** In place of `percent`: the clusters of each wave, by name or glob. */
        clusters?: string[][];
        /** For so long a wave must have been healthy before the next begins. Default: 0. */
        soak?: HumanDuration | string;
        /** So many targets of a wave may fail before the rest is stopped. Default: 0. */
        failureLimit?: number;
      };
  /** Names on the forge. */
  reviewers?: string[];
  /** Besides `gitops.promotions.labels`. */
  labels?: string[];
  /** Template with `{service}`, `{version}`, `{from}`, `{to}`, `{reason}` and `{requester}`. */
  title?: string;
  /** What the pull request says first; the same placeholders. */
  body?: string;
}

/** Hours of days of the week, or from one date to another. */
interface GitopsWindow {
  /** Without it: every day. */
  days?: Array<'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'>;
  /** `09:00`. Without it: midnight. */
  from?: string;
  /** `17:00`; before `from`, on the day after. Without it: midnight. */
  to?: string;
  /** `2026-12-20`, or `2026-12-20T18:00`. */
  fromDate?: string;
  toDate?: string;
  /** Why, for those who wait. */
  reason?: string;
}

/** A check that must pass. */
interface GitopsCheck {
  type: 'http' | 'prometheus' | 'job';
  /** Unique among the checks. */
  name: string;
  /** What it holds up. Default: `merge`, and `finish` for a job. */
  at?: Array<'open' | 'merge' | 'finish'>;
  /** Of an `http` check, or of Prometheus. */
  url?: string;
  /** Of an `http` check. Default: `GET`. */
  method?: 'GET' | 'POST';
  /** Of an `http` check: passes when the answer has one of these. Default: 200, 201, 202, 204. */
  statuses?: number[];
  /** Of an `http` check: passes only when the body contains this. */
  contains?: string;
  /** Of a `prometheus` check: PromQL, with one value as its result. */
  query?: string;
  /** Of a `prometheus` check: the value must not be below this. */
  min?: number;
  /** Of a `prometheus` check: the value must not be above this. */
  max?: number;
  /** Of a `job` check: name of the `Job`, and where it runs if not where the targets do. */
  job?: string;
  cluster?: string;
  namespace?: string;
  /** For so long an answer is waited for. Default: 10 seconds. */
  timeout?: HumanDuration | string;
  /** For so long it may not pass before it has failed. Default: 15 minutes. */
  patience?: HumanDuration | string;
}
