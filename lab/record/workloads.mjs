const image = version => `registry.example.com/shop/web:${version}`;

/** The pods of the stories: `fails` is a kind of failure that KWOK plays. */
export function podTemplate({ app, version, fails }) {
  return {
    metadata: {
      labels: { app, ...(fails && { 'fairlead-lab/pod': fails }) },
    },
    spec: {
      containers: [
        {
          name: 'web',
          image: image(version),
          ports: [{ containerPort: 8080 }],
        },
      ],
    },
  };
}

/** A Deployment of the stories. */
export function deployment({ app, version, fails, replicas = 2 }) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: app },
    spec: {
      replicas,
      progressDeadlineSeconds: 60,
      selector: { matchLabels: { app } },
      template: podTemplate({ app, version, fails }),
    },
  };
}

/** A Service in front of the pods of an app. */
export function service({ name, app }) {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app }, ports: [{ port: 80, targetPort: 8080 }] },
  };
}
