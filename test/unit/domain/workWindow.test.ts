import { expect } from "chai";
import fc from "fast-check";
import { isInWindow, parseWindow, windowText, type WorkWindow } from "../../../src/domain/workWindow.js";

function window(text: string): WorkWindow {
  const parsed = parseWindow(text);
  if (parsed === undefined) throw new Error(`${text} is no window`);
  return parsed;
}

const isOpen = (text: string, time: string): boolean => isInWindow(window(text), Date.parse(time));

describe("parseWindow", () => {
  it("takes hours with a zone, and UTC without one", () => {
    expect(window("01:00-05:30 Europe/Berlin")).to.deep.equal({ from: 60, to: 330, zone: "Europe/Berlin" });
    expect(window(" 22:00-24:00 ")).to.deep.equal({ from: 1320, to: 1440, zone: "UTC" });
    expect(windowText(window("22:05-04:00"))).to.equal("22:05-04:00 UTC");
  });

  for (const wrong of [
    ...["", "1:00-5:00", "01:00", "01:00-05:60", "24:00-05:00", "01:00-25:00", "01:00-01:00", "a-b"],
    ...["01:00-05:00 Europe/Atlantis", "01:00-05:00 Europe/Berlin x", "01:00–05:00", "01:00-05:00 '; drop"],
  ]) {
    it(`refuses ${JSON.stringify(wrong)}`, () => {
      expect(parseWindow(wrong)).to.equal(undefined);
    });
  }
});

describe("isInWindow", () => {
  const cases: readonly (readonly [window: string, time: string, open: boolean])[] = [
    ["01:00-05:00", "2026-03-01T00:59:59.999Z", false],
    ["01:00-05:00", "2026-03-01T01:00:00Z", true],
    ["01:00-05:00", "2026-03-01T04:59:59.999Z", true],
    ["01:00-05:00", "2026-03-01T05:00:00Z", false],
    // across midnight
    ["22:00-04:00", "2026-03-01T21:59:00Z", false],
    ["22:00-04:00", "2026-03-01T22:00:00Z", true],
    ["22:00-04:00", "2026-03-01T00:00:00Z", true],
    ["22:00-04:00", "2026-03-01T04:00:00Z", false],
    ["22:00-24:00", "2026-03-01T23:59:59Z", true],
    ["22:00-24:00", "2026-03-01T00:00:00Z", false],
    ["00:00-24:00", "2026-03-01T00:00:00Z", true],
    // another zone: one hour ahead in winter, two in summer
    ["01:00-05:00 Europe/Berlin", "2026-01-15T00:30:00Z", true],
    ["01:00-05:00 Europe/Berlin", "2026-07-15T00:30:00Z", true],
    ["01:00-05:00 Europe/Berlin", "2026-01-15T04:30:00Z", false],
    ["01:00-05:00 Europe/Berlin", "2026-07-15T03:30:00Z", false],
    ["01:00-05:00 Europe/Berlin", "2026-07-14T23:30:00Z", true],
    ["01:00-05:00 Asia/Kolkata", "2026-01-15T19:30:00Z", true],
    ["01:00-05:00 Asia/Kolkata", "2026-01-15T19:29:00Z", false],
    // 2026-03-29: at 02:00 clocks in Berlin are put to 03:00, so that the window is an hour shorter
    ["01:00-05:00 Europe/Berlin", "2026-03-29T00:00:00Z", true],
    ["01:00-05:00 Europe/Berlin", "2026-03-29T02:59:59Z", true],
    ["01:00-05:00 Europe/Berlin", "2026-03-29T03:00:00Z", false],
    ["02:00-03:00 Europe/Berlin", "2026-03-29T00:59:59Z", false],
    ["02:00-03:00 Europe/Berlin", "2026-03-29T01:00:00Z", false],
    // 2026-10-25: at 03:00 they are put back to 02:00, so that the hour from 2 comes twice
    ["02:00-03:00 Europe/Berlin", "2026-10-25T00:00:00Z", true],
    ["02:00-03:00 Europe/Berlin", "2026-10-25T01:59:59Z", true],
    ["02:00-03:00 Europe/Berlin", "2026-10-25T02:00:00Z", false],
  ];
  for (const [text, time, open] of cases) {
    it(`is ${open ? "open" : "closed"} at ${time} for ${text}`, () => {
      expect(isOpen(text, time)).to.equal(open);
    });
  }

  it("is open in exactly one of a window and the rest of the day", () => {
    const minute = fc.nat(1439);
    const zone = fc.constantFrom("UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Chatham", "Australia/Lord_Howe");
    const time = fc.date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(minute, minute, zone, time, (from, to, where, when) => {
        fc.pre(from !== to);
        const both = [
          { from, to, zone: where },
          { from: to, to: from, zone: where },
        ];
        expect(both.filter((one) => isInWindow(one, when.getTime()))).to.have.length(1);
      }),
    );
  });
});
