using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;

namespace Orchestrator.Workflows.Expressions.JavaScript;

/// <summary>The global <c>variables</c>: a variable is converted when it is first read.</summary>
internal sealed class VariablesObject : ObjectInstance
{
    private readonly ScriptRealm realm;

    public VariablesObject(ScriptRealm realm)
        : base(realm.Engine)
    {
        this.realm = realm;
        Prototype = realm.Engine.Intrinsics.Object.PrototypeObject;
    }

    public override JsValue Get(JsValue property, JsValue receiver) =>
        property is JsString && realm.Session.TryGetVariable(property.ToString(), out var value) ? value : base.Get(property, receiver);

    public override PropertyDescriptor GetOwnProperty(JsValue property) =>
        property is JsString && realm.Session.TryGetVariable(property.ToString(), out var value)
            ? new PropertyDescriptor(value, PropertyFlag.ConfigurableEnumerableWritable)
            : PropertyDescriptor.Undefined;

    public override bool HasProperty(JsValue property) =>
        (property is JsString && realm.Session.TryGetVariable(property.ToString(), out _)) || base.HasProperty(property);

    public override bool Set(JsValue property, JsValue value, JsValue receiver)
    {
        if (property is not JsString)
        {
            return false;
        }

        realm.Session.SetVariable(property.ToString(), value);
        return true;
    }

    public override bool DefineOwnProperty(JsValue property, PropertyDescriptor desc) =>
        desc.IsDataDescriptor() && Set(property, desc.Value, this);

    /// <summary>A variable cannot be undeclared.</summary>
    public override bool Delete(JsValue property) => false;

    public override List<JsValue> GetOwnPropertyKeys(Types types = Types.String | Types.Symbol) =>
        (types & Types.String) == 0 ? [] : [.. realm.Session.VariableNames.Select(JsString.Create)];

    public override IEnumerable<KeyValuePair<JsValue, PropertyDescriptor>> GetOwnProperties() =>
        GetOwnPropertyKeys(Types.String).Select(key => new KeyValuePair<JsValue, PropertyDescriptor>(key, GetOwnProperty(key)));
}
