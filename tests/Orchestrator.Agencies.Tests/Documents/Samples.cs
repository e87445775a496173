using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Tests.Documents;

/// <summary>A made-up agency that uses every extension.</summary>
internal static class Samples
{
    public const string Registry = """
        openapi: 3.1.0
        info:
          title: Registry
          version: 1.0.0
          x-agency: { code: test-registry, name: { vi: "Cơ quan thử", en: "Test registry" } }
        servers: [ { url: "http://127.0.0.1:9/registry" } ]
        x-limits: { timeout: PT4S, requestsPerSecond: 50, concurrency: 2 }
        paths:
          /offices/{officeCode}/entries:
            parameters:
              - { name: officeCode, in: path, required: true, schema: { type: string } }
            post:
              operationId: RegisterEntry
              summary: Register an entry
              x-name: { vi: "Đăng ký", en: "Register the entry" }
              x-idempotency: { header: Idempotency-Key }
              x-callback-url: { header: X-Callback-Url }
              x-deadline: P10D
              x-poll: { operationId: GetRequest, after: PT5M, interval: PT10M, parameter: { requestId: /requestId } }
              x-retry: { first: PT2S, longest: PT1M, giveUpAfter: P1D, attempts: 7 }
              x-compensated-by: { operationId: RemoveEntry, inputs: { number: { output: /entryNumber } } }
              x-reply-classes:
                - { status: 202, class: accepted }
                - { pointer: /outcome, equals: registered, class: done, outcome: Registered }
                - { pointer: /outcome, equals: [refused, rejected], class: done, outcome: Refused }
                - { status: 409, class: already-done, outcome: Registered }
                - { status: 425, class: not-yet }
                - { status: [400, 404, 422], class: invalid }
                - { status: [429, 5XX], class: down }
              parameters:
                - { name: urgent, in: query, schema: { type: boolean, default: false } }
                - { name: X-Callback-Url, in: header, schema: { type: string } }
              requestBody:
                required: true
                content:
                  application/json:
                    schema:
                      allOf:
                        - { $ref: '#/components/schemas/Entry' }
                        - { type: object, required: [kind], properties: { note: { type: [string, "null"] }, witness: { $ref: '#/components/schemas/Person', x-sensitive: true, x-name: { vi: "Nhân chứng", en: "Witness" } } } }
              responses:
                '202': { description: later, content: { application/json: { schema: { type: object, properties: { requestId: { type: string } } } } } }
                '200': { description: now, content: { application/json: { schema: { $ref: '#/components/schemas/Result' } } } }
                '409': { description: known, content: { application/json: { schema: { type: object, properties: { firstNumber: { type: string } } } } } }
                '400': { description: wrong, content: { application/json: { schema: { type: object, properties: { detail: { type: string } } } } } }
              callbacks:
                result:
                  '{$request.header.X-Callback-Url}':
                    post:
                      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Result' } } } }
                      responses: { '200': { description: ok } }
          /entries/{number}:
            delete:
              operationId: RemoveEntry
              parameters: [ { name: number, in: path, required: true, schema: { type: string } } ]
              responses: { '204': { description: gone } }
          /requests/{requestId}:
            get:
              operationId: GetRequest
              x-no-activity: true
              parameters: [ { name: requestId, in: path, required: true, schema: { type: string } } ]
              responses:
                '200': { description: state, content: { application/json: { schema: { $ref: '#/components/schemas/Result' } } } }
        components:
          schemas:
            Person: { type: object, properties: { name: { type: string } } }
            Entry:
              type: object
              required: [person]
              properties:
                kind: { type: string, enum: [birth, death], description: What is entered }
                person: { type: object, x-sensitive: true, properties: { name: { type: string } } }
                bornOn: { type: string, format: date }
                seenAt: { type: string, format: date-time }
                copies: { type: integer, format: int32 }
                weight: { type: number }
                tags: { type: array, items: { type: string } }
            Result:
              type: object
              required: [outcome]
              properties:
                outcome: { type: string, enum: [registered, refused, rejected] }
                entryNumber: { type: string }
                reason: { type: string }
        """;

    public static AgencyDocument RegistryDocument => Read(Registry).Document!;

    public static DocumentReading Read(string text) => DocumentReader.Read(text, "agencies/sample/openapi.yaml", "sample");

    /// <summary>The sample with one piece of its text replaced.</summary>
    public static DocumentReading ReadWith(string part, string replacement)
    {
        Assert.Contains(part, Registry, StringComparison.Ordinal);
        return Read(Registry.Replace(part, replacement, StringComparison.Ordinal));
    }
}
