namespace Orchestrator.Simulators.People;

/// <summary>A made-up person; any likeness is chance.</summary>
/// <param name="FullName">Family name, middle name, given name.</param>
/// <param name="Sex">Sex.</param>
/// <param name="DateOfBirth">Date of birth.</param>
/// <param name="PersonalId">Fits sex and year of birth.</param>
/// <param name="Phone">Ten digits.</param>
/// <param name="Email">Under a domain that nobody can own.</param>
/// <param name="Address">Dwelling and commune.</param>
/// <param name="Commune">Where the dwelling is.</param>
internal sealed record Person(
    string FullName, Sex Sex, DateOnly DateOfBirth, string PersonalId, string Phone, string Email, string Address, Commune Commune);

/// <summary>A commune-level unit.</summary>
/// <param name="Province">Two digits.</param>
/// <param name="Code">Five digits.</param>
/// <param name="Name">With its kind and province.</param>
internal sealed record Commune(string Province, string Code, string Name)
{
    /// <summary>Some wards of Hanoi.</summary>
    public static IReadOnlyList<Commune> Some { get; } =
    [
        new("01", "00070", "phường Hoàn Kiếm, Hà Nội"),
        new("01", "00004", "phường Ba Đình, Hà Nội"),
        new("01", "00256", "phường Hai Bà Trưng, Hà Nội"),
        new("01", "00229", "phường Đống Đa, Hà Nội"),
        new("01", "00166", "phường Cầu Giấy, Hà Nội"),
        new("01", "00101", "phường Tây Hồ, Hà Nội"),
    ];
}
