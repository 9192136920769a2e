import { readFileSync } from "node:fs";
import { expect } from "chai";
import { load } from "js-yaml";
import { CronJob, type ICronJob } from "kubernetes-models/batch/v1/CronJob";
import { DEFAULT_SETTINGS } from "../../../src/domain/settings.js";
import { EXIT } from "../../../src/errors.js";
import { adviceTable } from "../../helpers/program/exitCodeAdvice.js";
import { unknownFields } from "../../helpers/unknownFields.js";

const MANIFESTS = ["job-run", "train"] as const;
type Manifest = (typeof MANIFESTS)[number];

const text = (name: Manifest): string => readFileSync(`deploy/kubernetes/${name}.cronjob.yaml`, "utf8");
const manifest = (name: Manifest): CronJob => new CronJob(load(text(name)) as ICronJob);
const jobOf = (name: Manifest) => manifest(name).spec!.jobTemplate.spec!;
const podOf = (name: Manifest) => jobOf(name).template.spec!;
const rulesOf = (name: Manifest) => jobOf(name).podFailurePolicy!.rules;
const packageVersion = (JSON.parse(readFileSync("package.json", "utf8")) as { version: string }).version;

/** [exit code, action] of every rule about exit codes. */
const mappedCodes = (name: Manifest): [number, string][] =>
  rulesOf(name).flatMap(({ action, onExitCodes }) =>
    (onExitCodes?.values ?? []).map((code): [number, string] => [code, action]),
  );

describe("the check for unknown fields", () => {
  it("finds a misspelt field at any depth, also one that holds nothing", () => {
    const misspelt = load(text("train").replace("concurrencyPolicy", "concurencyPolicy")) as ICronJob;
    expect(unknownFields(new CronJob(misspelt))).to.deep.equal(["spec.concurencyPolicy"]);
    const deep = load(text("train").replace("readOnlyRootFilesystem: true", "readOnlyRootFileSystem:")) as ICronJob;
    expect(unknownFields(new CronJob(deep))).to.deep.equal([
      "spec.jobTemplate.spec.template.spec.containers.0.securityContext.readOnlyRootFileSystem",
    ]);
  });

  it("finds a field that is one level too high", () => {
    const moved = load(text("job-run").replace("\nspec:", "\nconcurrencyPolicy: Forbid\nspec:")) as ICronJob;
    expect(unknownFields(new CronJob(moved))).to.deep.equal(["concurrencyPolicy"]);
  });
});

for (const name of MANIFESTS) {
  describe(`deploy/kubernetes/${name}.cronjob.yaml`, () => {
    it("is a CronJob by the API's types, without unknown fields", () => {
      expect(() => {
        manifest(name).validate();
      }).not.to.throw();
      expect(unknownFields(manifest(name))).to.deep.equal([]);
    });

    it("never runs twice at a time, starts in time or not at all, and ends", () => {
      const { concurrencyPolicy, startingDeadlineSeconds } = manifest(name).spec!;
      expect(concurrencyPolicy).to.equal("Forbid");
      // Kubernetes looks every 10 seconds: with a shorter deadline ticks would be lost.
      expect(startingDeadlineSeconds).to.be.greaterThan(10);
      expect(jobOf(name).activeDeadlineSeconds).to.be.within(1, 6 * 3600);
      expect(podOf(name).terminationGracePeriodSeconds).to.be.greaterThan(10);
    });

    it("maps each exit code but 0 once, as the contract says", () => {
      const failures = Object.values(EXIT).filter((code) => code !== EXIT.ok);
      expect(mappedCodes(name).map(([code]) => code)).to.have.members(failures);
      for (const [code, action] of mappedCodes(name)) {
        const allowed = adviceTable[code] === "retry" ? ["Count", "Ignore"] : ["FailJob", "FailIndex"];
        expect(action, `exit code ${code}`).to.be.oneOf(allowed);
      }
    });

    it("follows the API server's rules for podFailurePolicy, which its types do not express", () => {
      expect(podOf(name).restartPolicy).to.equal("Never");
      expect(rulesOf(name).length).to.be.at.most(20);
      for (const { onExitCodes } of rulesOf(name).filter((rule) => rule.onExitCodes !== undefined)) {
        expect(onExitCodes!.values).to.deep.equal([...onExitCodes!.values].sort((a, b) => a - b));
        expect(onExitCodes!.containerName).to.equal(podOf(name).containers[0]!.name);
        expect(onExitCodes!.operator).to.equal("In");
      }
    });

    it("does not count a disruption as a failure, before it reads exit codes", () => {
      expect(rulesOf(name)[0]).to.deep.equal({
        action: "Ignore",
        onPodConditions: [{ type: "DisruptionTarget", status: "True" }],
      });
    });

    it("has no rights that it does not need", () => {
      const [container] = podOf(name).containers;
      expect(podOf(name).securityContext).to.include({ runAsNonRoot: true, runAsUser: 1000 });
      expect(podOf(name).automountServiceAccountToken).to.equal(false);
      expect(container!.securityContext).to.deep.equal({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
      expect(container!.resources?.requests).to.have.keys("cpu", "memory");
      expect(container!.resources?.limits).to.have.keys("memory");
    });

    it("takes the database URL from a secret, and never spells it out", () => {
      const url = podOf(name).containers[0]!.env?.find((variable) => variable.name === "DATABASE_URL");
      expect(url).to.deep.equal({
        name: "DATABASE_URL",
        valueFrom: { secretKeyRef: { name: "mltrain-database", key: "url" } },
      });
      expect(text(name)).not.to.match(/:\/\//);
    });

    it("runs the version that this package is", () => {
      expect(podOf(name).containers[0]!.image).to.satisfy((image: string) =>
        image.endsWith(`/mltrain:${packageVersion}`),
      );
    });
  });
}

describe("deploy/kubernetes/train.cronjob.yaml, in shards", () => {
  it("has one pod per shard and as many shards as pods", () => {
    const shards = podOf("train").containers[0]!.env?.find((variable) => variable.name === "MLTRAIN_SHARDS");
    expect(jobOf("train").completionMode).to.equal("Indexed");
    expect(shards?.value).to.equal(String(jobOf("train").completions));
    expect(jobOf("train").maxFailedIndexes).to.equal(jobOf("train").completions);
  });

  it("lets the failure of one shard's tenants leave the other shards alone", () => {
    const stopAll = mappedCodes("train").filter(([, action]) => action === "FailJob");
    expect(stopAll.map(([code]) => code)).to.have.members([EXIT.usage, EXIT.isolation, EXIT.configuration]);
  });

  it("retries for longer than the lease of a killed run", () => {
    // The Job controller waits 10 s · 2^(n−1) before the n-th try, at most 360 s in the versions that wait the least.
    const tries = jobOf("train").backoffLimitPerIndex ?? 0;
    const waits = Array.from({ length: tries }, (_, n) => Math.min(10 * 2 ** n, 360));
    expect(waits.reduce((sum, wait) => sum + wait, 0)).to.be.greaterThan(DEFAULT_SETTINGS.leaseSeconds);
  });
});
