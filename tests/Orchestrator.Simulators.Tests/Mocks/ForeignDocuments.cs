using Orchestrator.Simulators.Mocks;

namespace Orchestrator.Simulators.Tests.Mocks;

/// <summary>Documents as others write them: no extension of ours in the first, everything that a schema can say in the second.</summary>
internal static class ForeignDocuments
{
    /// <summary>OpenAPI 3.0, YAML: a callback by runtime expression, shared parameters, no reply rules.</summary>
    public const string Library = """
        openapi: 3.0.3
        info: { title: City library, version: '2' }
        servers: [ { url: 'https://library.example/api/v2' } ]
        paths:
          /readers/{readerId}:
            parameters:
              - { name: readerId, in: path, required: true, schema: { type: integer, minimum: 1 } }
            get:
              operationId: getReader
              parameters:
                - { name: fields, in: query, schema: { type: string, enum: [all, name] } }
              responses:
                '200':
                  description: The reader
                  content: { application/json: { schema: { $ref: '#/components/schemas/Reader' } } }
          /loans:
            post:
              operationId: lend
              requestBody:
                required: true
                content:
                  application/json:
                    schema:
                      type: object
                      required: [readerId, book, callbackUrl]
                      properties:
                        readerId: { type: integer, minimum: 1 }
                        book: { $ref: '#/components/schemas/Book' }
                        callbackUrl: { type: string, format: uri }
              responses:
                '202': { description: Later, content: { application/json: { schema: { type: object, required: [loanId], properties: { loanId: { type: string } } } } } }
                '400': { description: Wrong }
              callbacks:
                lent:
                  '{$request.body#/callbackUrl}':
                    post:
                      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Loan' } } } }
                      responses: { '200': { description: Taken } }
        components:
          schemas:
            Reader:
              type: object
              required: [readerId, fullName, since]
              properties:
                readerId: { type: integer }
                fullName: { type: string, minLength: 2, maxLength: 40 }
                since: { type: string, format: date }
                email: { type: string, format: email, nullable: true }
                fee: { type: number, minimum: 0, exclusiveMinimum: true, maximum: 10, multipleOf: 0.5 }
            Book:
              type: object
              required: [isbn]
              properties: { isbn: { type: string, pattern: '^97[89]-\d{1,5}-\d{3}$' } }
            Loan:
              allOf:
                - type: object
                  required: [loanId, dueOn]
                  properties: { loanId: { type: string }, dueOn: { type: string, format: date } }
                - type: object
                  required: [book]
                  properties: { book: { $ref: '#/components/schemas/Book' } }
        """;

    /// <summary>OpenAPI 3.1, JSON: choices with discriminators, type lists, constants, limits, a schema that contains itself.</summary>
    public const string Weather = """
        {
          "openapi": "3.1.0", "info": { "title": "Weather", "version": "1", "x-agency": { "code": "weather" } },
          "paths": {
            "/reports": { "get": { "operationId": "reports", "responses": { "200": { "description": "All", "content": { "application/json": { "schema": {
              "type": "object", "required": ["kind", "items", "tree", "codes", "level"], "additionalProperties": false,
              "properties": {
                "kind": { "const": "report" },
                "id": { "type": ["string", "null"], "format": "uuid" },
                "level": { "type": "integer", "exclusiveMinimum": 4, "exclusiveMaximum": 6 },
                "codes": { "type": "array", "minItems": 4, "maxItems": 4, "uniqueItems": true, "items": { "type": "string", "pattern": "^[A-Z]{2}[0-9]{3}$" } },
                "items": { "type": "array", "minItems": 1, "items": { "oneOf": [{ "$ref": "#/components/schemas/Rain" }, { "$ref": "#/components/schemas/Wind" }], "discriminator": { "propertyName": "type" } } },
                "tree": { "$ref": "#/components/schemas/Tree" },
                "secret": { "type": "string", "writeOnly": true }
              } } } } } } } },
            "/warnings": { "post": { "operationId": "warn",
              "x-reply-classes": [
                { "pointer": "/result/state", "equals": "taken", "class": "done", "outcome": "Taken" },
                { "text": "already known", "class": "already-done", "outcome": "Known" },
                { "status": 409, "class": "done", "outcome": "Conflict" } ],
              "responses": {
                "200": { "description": "Taken", "content": { "application/json": {
                  "examples": { "taken": { "value": { "result": { "state": "taken" }, "by": "the example" } } },
                  "schema": { "type": "object", "properties": { "result": { "type": "object", "properties": { "state": { "type": "string" } } }, "by": { "type": "string" } } } } } },
                "409": { "description": "Conflict", "content": { "application/json": { "schema": { "type": "object", "required": ["with"], "properties": { "with": { "type": "string" } } } } } } } } }
          },
          "components": { "schemas": {
            "Rain": { "type": "object", "required": ["type", "millimetres"], "properties": { "type": { "type": "string", "enum": ["Rain"] }, "millimetres": { "type": "number", "minimum": 0.1, "maximum": 0.2 } } },
            "Wind": { "type": "object", "required": ["type", "from"], "properties": { "type": { "type": "string", "enum": ["Wind"] }, "from": { "type": "string", "enum": ["north", "south"] } } },
            "Tree": { "type": "object", "required": ["name"], "properties": { "name": { "type": "string" }, "children": { "type": "array", "items": { "$ref": "#/components/schemas/Tree" } } } }
          } }
        }
        """;

    public static MockDocument Read(string text)
    {
        var (document, faults) = MockDocument.Read(text, "foreign", "library");
        Assert.Empty(faults);
        return document!;
    }
}
