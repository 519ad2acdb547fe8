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
       * `fairlead/environment`, the labels `environment` and `env`, the namespace or its last part, a folder of
       * the source, a values file, the last part of the object's name, the cluster or the last part of its name.
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
