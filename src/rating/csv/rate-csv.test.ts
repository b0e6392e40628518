import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { parseMoney, type Money } from "../../base";
import { RateTable } from "../rate-table";
import { parseRateCsv, rateCsv } from "./rate-csv";
import { CsvReader } from "./read-csv";

const parsed = (text: string): ReturnType<typeof parseRateCsv> => parseRateCsv("test", Buffer.from(text));

/** What is told of a file, a line each. */
function told(text: string): readonly string[] {
  const result = parsed(text);
  return result.ok ? [] : result.failure.map(({ line, message }) => `${line}: ${message}`);
}

const tableOf = (text: string): RateTable => {
  const result = parsed(text);
  return result.ok ? result.value : assert.fail(JSON.stringify(result.failure));
};

const money = (text: string): Money => parseMoney(text) ?? assert.fail();

describe("a file of rates", () => {
  it("is read with columns in any order, quoted fields, either line end, and a byte order mark", () => {
    const rates = [
      { prefix: "88017", perMinute: money("0.012"), period: 60 },
      { prefix: "", perMinute: money("1"), period: 6 },
    ];
    assert.deepEqual([...tableOf("prefix,rate,period\r\n88017,0.012,\r\n,1,6\r\n").rates()], rates);
    assert.deepEqual([...tableOf('\ufeffRate,"Period",prefix\n"0.012",60,"88017"\n\n1,6,').rates()], rates);
  });

  it("has steps", () => {
    const [rate] = tableOf("prefix,rate,period,steps\n44,0.06,6,60:0.06 10:0.5\n").rates();
    assert.deepEqual(rate?.steps, [
      { seconds: 60, fee: money("0.06") },
      { seconds: 10, fee: money("0.5") },
    ]);
  });

  for (const [what, text, wanted] of [
    [
      "an unknown column",
      "prefx,rate\n",
      ['1: "prefx" is no column: did you mean "prefix"?', '1: there is no column "prefix": name it in the first line'],
    ],
    ["no rate at all", "", ["1: the file is empty: its first line names the columns, prefix,rate,period"]],
    [
      "a field too few",
      "prefix,rate,period\n44,0.01\n",
      ["2: 2 fields, the first line has 3: write one for each of prefix, rate, period"],
    ],
    ["a prefix with +", "prefix,rate\n+44,0.01\n", ['2: "+44" is no prefix: at most 14 of 0-9, * and #, without + and spaces']],
    [
      "a rate with a comma, quoted",
      'prefix,rate\n44,"0,01"\n',
      ['2: "0,01" is no rate: a decimal number such as 0.025, with at most nine digits on either side of the point'],
    ],
    [
      "a period of nothing",
      "prefix,rate,period\n44,0.01,0\n",
      ['2: "0" is no period: whole seconds from 1 to 3600, 60 when empty'],
    ],
    [
      "steps without a price",
      "prefix,rate,steps\n44,0.01,60\n",
      ['2: "60" are no steps: at most 8 of seconds:price, as in 60:0.06 6:0.006'],
    ],
    [
      "a prefix twice",
      "prefix,rate\n44,0.01\n33,0.01\n44,0.02\n",
      ["4: prefix 44 has a rate in line 2 already: keep one of them"],
    ],
    [
      "a quote in a field",
      'prefix,rate\n4"4,0.01\n',
      ["2: quote inside a field: put the whole field in quotes and double the quotes in it"],
    ],
    [
      "text after a quote",
      'prefix,rate\n"44"5,0.01\n',
      ["2: text after a closing quote: double the quotes that belong to the text"],
    ],
    ["an open quote", 'prefix,rate\n"44,0.01\n33,0.02\n', ["2: a quote that is never closed: close it"]],
  ] as const) {
    it(`with ${what} gives no table`, () => assert.deepEqual(told(text), wanted));
  }

  it("has every bad line told, and the lines of quoted fields counted", () => {
    assert.deepEqual(
      told('prefix,rate\n"4\n4",0.01\nx,0.01\n33,0.01\n34,-1\n').map((problem) => problem.split(":")[0]),
      ["2", "4", "6"],
    );
  });

  it("is told ten thousand problems of, and how many more there are", () => {
    const problems = told(`prefix,rate\n${"x,1\n".repeat(10_005)}`);
    assert.equal(problems.length, 10_001);
    assert.equal(problems.at(-1), "10001: 5 more lines are wrong");
  });

  it("comes back from an export", () => {
    const rate = fc.record(
      {
        perMinute: fc.bigInt({ min: 0n, max: 10n ** 18n }).map((price) => (price - (price % 10n)) as Money),
        period: fc.integer({ min: 1, max: 3_600 }),
        steps: fc.array(
          fc.record({ seconds: fc.integer({ min: 1, max: 3_600 }), fee: fc.constant(money("0.5")) }, { noNullPrototype: true }),
          {
            minLength: 1,
            maxLength: 8,
          },
        ),
      },
      { requiredKeys: ["perMinute", "period"], noNullPrototype: true },
    );
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[0-9*#]{0,14}$/), rate), (rates) => {
        const table = RateTable.of(
          "test",
          Object.entries(rates).map(([prefix, rest]) => ({ prefix, ...rest })),
        );
        assert.deepEqual([...tableOf(rateCsv(table).toString()).rates()], [...table.rates()]);
      }),
    );
  });
});

describe("comma-separated values", () => {
  it("are read back as they were quoted", () => {
    const field = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", "é", " ") });
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), (records) => {
        const text = records.map((record) => record.map(quote).join(",")).join("\r\n");
        const found: (readonly string[])[] = [];
        const reader = new CsvReader(Buffer.from(text), (fields, _line, fault) => {
          assert.equal(fault, undefined);
          found.push(fields);
        });
        while (!reader.read(1));
        assert.deepEqual(found, records);
      }),
    );
  });
});
