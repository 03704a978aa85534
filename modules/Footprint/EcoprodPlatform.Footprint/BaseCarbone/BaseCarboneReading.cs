namespace EcoprodPlatform.Footprint.BaseCarbone;

/// <summary>Reads the records of a file one after the other, then puts the elements together.</summary>
internal sealed class BaseCarboneReading(BaseCarboneColumns columns)
{
    private const int LongestId = 40;

    /// <summary>Characters of a cell that is folded once for all records.</summary>
    private const int LongestKept = 80;

    private static readonly Text Missing = new("la valeur (« Total poste non décomposé ») manque", "the value (“Total poste non décomposé”) is missing");

    private readonly int _line = columns.PlaceOf(BaseCarboneColumns.Line);
    private readonly int _id = columns.PlaceOf(BaseCarboneColumns.Id);
    private readonly int _kind = columns.PlaceOf(BaseCarboneColumns.Kind);
    private readonly int _status = columns.PlaceOf(BaseCarboneColumns.Status);
    private readonly int _name = columns.PlaceOf(BaseCarboneColumns.Name);
    private readonly int _unit = columns.PlaceOf(BaseCarboneColumns.Unit);
    private readonly int _total = columns.PlaceOf(BaseCarboneColumns.Total);
    private readonly int _postType = columns.PlaceOf(BaseCarboneColumns.PostType);
    private readonly int[] _gases = [.. BaseCarboneColumns.Gases.Select(columns.PlaceOf).Where(p => p >= 0)];
    private readonly (string Name, int Place, List<int> Commas, List<int> Points)[] _numbers =
        [.. BaseCarboneColumns.Numbers.Select(n => (n, columns.PlaceOf(n), new List<int>(), new List<int>())).Where(n => n.Item2 >= 0)];

    private readonly List<Head> _heads = [];
    private readonly Dictionary<string, List<Head>> _byId = new(StringComparer.Ordinal);
    private readonly List<Post> _posts = [];
    private readonly SortedDictionary<int, Text> _faults = [];

    /// <summary>A file has thousands of records and some ten words for what they are, some hundred units: each is folded once.</summary>
    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _units = new(StringComparer.Ordinal);

    /// <summary>Elements whose « Elément » record was read, and is wrong: their posts are not orphans.</summary>
    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);

    /// <summary>Records so far that are not empty.</summary>
    public int Count { get; private set; }

    public IReadOnlyList<BaseCarboneFault> Faults => [.. _faults.Select(f => new BaseCarboneFault(f.Key, f.Value))];

    /// <summary>Columns in which some numbers have a comma and others a point, with the records of the rarer mark.</summary>
    public IReadOnlyList<(string Column, IReadOnlyList<int> Records)> MixedColumns
        => [.. _numbers.Where(n => n.Commas.Count > 0 && n.Points.Count > 0).Select(n => (n.Name, (IReadOnlyList<int>)(n.Commas.Count < n.Points.Count ? n.Commas : n.Points)))];

    /// <summary>What a record says of itself, as far as it can be read.</summary>
    public BaseCarboneRecord Look(CsvRow row)
    {
        var gases = _gases.Select(p => Number(row, p)).ToList();
        return new BaseCarboneRecord(
            row.Number, IdOf(row), IsPost(row) == true, Cell(row, _postType), Number(row, _total),
            gases.TrueForAll(g => g is null) ? null : gases.Sum(), Number(row, columns.PlaceOf(BaseCarboneColumns.BiogenicCo2)));
    }

    /// <summary>Reads one record.</summary>
    public void Add(CsvRow row)
    {
        Count++;
        NoteMarks(row);
        var fault = FaultOf(row);
        var isPost = IsPost(row);
        if (fault is { } why)
        {
            _faults[row.Number] = why;
        }

        if (isPost == true)
        {
            _posts.Add(new Post(row.Number, IdOf(row), StatusOf(row), Cell(row, _postType), Cell(row, _unit),
                fault is null ? Number(row, _total) : null, fault is not null));
            return;
        }

        if (fault is not null)
        {
            if (IdOf(row) is { } id)
            {
                _broken.Add(id);
            }

            return;
        }

        var head = new Head(ElementOf(row));
        _heads.Add(head);
        if (head.Element.Id is { } known)
        {
            (_byId.TryGetValue(known, out var same) ? same : _byId[known] = []).Add(head);
        }
    }

    /// <summary>The elements of which every record is right, and how many are left out.</summary>
    /// <param name="tolerance">How far the sum of the posts may be from the value, as a part of it.</param>
    public (IReadOnlyList<BaseCarboneElement> Elements, int LeftOut) Elements(decimal tolerance)
    {
        foreach (var twice in _byId.Values.Select(heads => heads.Where(h => h.Element is { IsSource: false } && h.Element.Status.IsValid()).ToList()).Where(h => h.Count > 1))
        {
            foreach (var head in twice)
            {
                Refuse(head, new(
                    $"l’identifiant {head.Element.Id} est celui de {twice.Count} éléments valides (enregistrements {string.Join(", ", twice.Select(t => t.Element.Record))})",
                    $"the id {head.Element.Id} is that of {twice.Count} valid elements (records {string.Join(", ", twice.Select(t => t.Element.Record))})"));
            }
        }

        // Without ids a post does not say what it decomposes: the portal's order is not that of elements.
        foreach (var post in _posts.Where(p => p.Id is not null))
        {
            if (HeadOf(post) is { } head)
            {
                head.Posts.Add(post);
            }
            else if (!post.IsWrong && !_broken.Contains(post.Id!))
            {
                _faults[post.Number] = new($"ce poste décompose l’élément {post.Id}, qui n’est pas dans le fichier", $"this post decomposes element {post.Id}, which is not in the file");
            }
        }

        var whole = new List<BaseCarboneElement>();
        foreach (var head in _heads)
        {
            if (!head.IsRefused && FaultOf(head, tolerance) is { } why)
            {
                Refuse(head, why);
            }

            if (!head.IsRefused && !head.Posts.Exists(p => p.IsWrong))
            {
                whole.Add(head.Whole());
            }
        }

        return (whole, _heads.Count - whole.Count + _broken.Count(b => !_byId.ContainsKey(b)));
    }

    private void Refuse(Head head, Text why)
    {
        head.IsRefused = true;
        _faults[head.Element.Record] = why;
    }

    /// <summary>The element that a post decomposes. Archived elements share ids: there the status tells, then the place in the file.</summary>
    private Head? HeadOf(Post post)
        => !_byId.TryGetValue(post.Id!, out var heads) ? null
            : heads.Count == 1 ? heads[0]
            : heads.Where(h => h.Element.Status == post.Status).DefaultIfEmpty(heads[0]).LastOrDefault(h => h.Element.Record < post.Number) ?? heads[0];

    private Text? FaultOf(CsvRow row)
    {
        if (row.Cells.Count != columns.Header.Count)
        {
            return new($"{row.Cells.Count} cellules au lieu de {columns.Header.Count}", $"{row.Cells.Count} cells instead of {columns.Header.Count}");
        }

        if (IsPost(row) is null)
        {
            return new($"« {Shown(row, _line)} » n’est pas un type de ligne : Elément ou Poste", $"“{Shown(row, _line)}” is no type of line: Elément or Poste");
        }

        if (columns.HasIds && IdOf(row) is null)
        {
            return new("l’identifiant de l’élément manque, ou dépasse 40 caractères", "the id of the element is missing, or has over 40 characters");
        }

        if (IsSource(row) is not { } isSource)
        {
            return new($"« {Shown(row, _kind)} » n’est pas un type d’élément", $"“{Shown(row, _kind)}” is no type of element");
        }

        if (StatusOf(row) is null)
        {
            return new($"« {Shown(row, _status)} » n’est pas un statut connu", $"“{Shown(row, _status)}” is no known status");
        }

        foreach (var (name, place, _, _) in _numbers)
        {
            if (Cell(row, place).Length > 0 && Number(row, place) is null)
            {
                return new($"« {Shown(row, place)} » ({name}) n’est pas un nombre qui se lit exactement", $"“{Shown(row, place)}” ({name}) is no number that can be read exactly");
            }
        }

        // Source data are no factors: percents and kilowatt-hours are theirs.
        if (isSource)
        {
            return null;
        }

        if (UnitOf(Cell(row, _unit)) is null)
        {
            return new(
                $"l’unité « {Shown(row, _unit)} » n’est pas en kgCO2e par quelque chose : elle n’est pas convertie",
                $"the unit “{Shown(row, _unit)}” is not kgCO2e for something: it is not converted");
        }

        return Number(row, _total) is null ? Missing
            : Cell(row, _name).Length == 0 ? new Text("le nom français manque", "the French name is missing")
            : null;
    }

    private Text? FaultOf(Head head, decimal tolerance)
    {
        var element = head.Element;
        if (element.IsSource || head.Posts.Count == 0 || head.Posts.Exists(p => p.IsWrong))
        {
            return null;
        }

        if (head.Posts.Find(p => UnitOf(p.Unit) != element.Unit) is { } other)
        {
            return new($"son poste de l’enregistrement {other.Number} est dans une autre unité", $"its post of record {other.Number} is in another unit");
        }

        // An archived element is kept as it was: nobody enters with it any more.
        var sum = head.Posts.Sum(p => p.Value ?? 0);
        return !element.Status.IsValid() || Math.Abs(sum - element.Value!.Value) <= tolerance * Math.Abs(element.Value.Value) ? null : new(
            $"ses {head.Posts.Count} postes font {sum.ToString(Languages.French)}, sa valeur est {element.Value.Value.ToString(Languages.French)} : plus de 0,5 % d’écart",
            $"its {head.Posts.Count} posts make {sum.ToString(Languages.English)}, its value is {element.Value.Value.ToString(Languages.English)}: over 0.5% apart");
    }

    private BaseCarboneElement ElementOf(CsvRow row)
    {
        var uncertainty = Number(row, columns.PlaceOf(BaseCarboneColumns.Uncertainty));
        var quality = Number(row, columns.PlaceOf(BaseCarboneColumns.Quality));
        var isSource = IsSource(row)!.Value;
        var name = Joined(row, "Nom base français", "Nom attribut français", "Nom frontière français");
        var english = Cell(row, "Nom base anglais").Length == 0 ? name : Joined(row, "Nom base anglais", "Nom attribut anglais", "Nom frontière anglais");
        var validity = Cell(row, "Période de validité");
        var written = Cell(row, _unit);
        return new BaseCarboneElement(
            row.Number,
            IdOf(row),
            StatusOf(row)!.Value,
            isSource,
            new Text(name, english),
            isSource ? written : UnitOf(written)!,
            Number(row, _total),
            WithoutContrails: null,
            Cell(row, "Code de la catégorie"),
            Joined(row, BaseCarboneColumns.Place, "Sous-localisation géographique français"),
            uncertainty,
            quality ?? BaseCarboneElement.QualityOf(uncertainty),
            IsQualityDerived: quality is null,
            Perimeter.Unknown,
            BaseCarboneDate.Read(Cell(row, "Date de modification")),
            validity,
            BaseCarboneDate.LastOf(validity),
            Cell(row, "Source"));
    }

    private void NoteMarks(CsvRow row)
    {
        foreach (var (_, place, commas, points) in _numbers)
        {
            var mark = BaseCarboneNumber.MarkOf(Cell(row, place));
            if (mark is ',' or '?')
            {
                commas.Add(row.Number);
            }

            if (mark is '.' or '?')
            {
                points.Add(row.Number);
            }
        }
    }

    /// <summary>Null where the type of line is neither. An export without that column tells a post by its type.</summary>
    private bool? IsPost(CsvRow row) => _line < 0 ? Cell(row, _postType).Length > 0 : WordsOf(Cell(row, _line)) switch
    {
        "element" => false,
        "poste" => true,
        _ => null,
    };

    private bool? IsSource(CsvRow row) => WordsOf(Cell(row, _kind)) switch
    {
        var k when k.StartsWith("facteur", StringComparison.Ordinal) => false,
        var k when k.StartsWith("donn", StringComparison.Ordinal) => true,
        _ => null,
    };

    private BaseCarboneStatus? StatusOf(CsvRow row) => BaseCarboneStatuses.Read(WordsOf(Cell(row, _status)));

    private string WordsOf(string cell)
        => cell.Length > LongestKept ? Folded.Words(cell) : _words.TryGetValue(cell, out var words) ? words : _words[cell] = Folded.Words(cell);

    private string? UnitOf(string cell)
        => cell.Length > LongestKept ? BaseCarboneUnit.Read(cell) : _units.TryGetValue(cell, out var unit) ? unit : _units[cell] = BaseCarboneUnit.Read(cell);

    private string? IdOf(CsvRow row) => Cell(row, _id) is { Length: > 0 and <= LongestId } id ? id : null;

    private static decimal? Number(CsvRow row, int place) => Cell(row, place) is { Length: > 0 } text ? BaseCarboneNumber.Read(text) : null;

    private string Joined(CsvRow row, params string[] names) => string.Join(", ", names.Select(n => Cell(row, n)).Where(c => c.Length > 0));

    private string Cell(CsvRow row, string name) => Cell(row, columns.PlaceOf(name));

    /// <summary>A cell without spaces around it, and out of the quotation marks that some labels bring along; empty where there is none.</summary>
    private static string Cell(CsvRow row, int place)
    {
        var text = place < 0 || place >= row.Cells.Count ? "" : row.Cells[place].Trim();
        if (!text.StartsWith('"'))
        {
            return text;
        }

        // Wrapped: quoted a second time, so that those inside are doubled. Some are cut at a hundred characters and have no end.
        var marks = text.Length - text.TrimEnd('"').Length;
        var inner = marks % 2 == 1 && text.Length > 1 ? text[1..^1] : text[1..];
        return inner.Replace("\"\"", "", StringComparison.Ordinal).Contains('"', StringComparison.Ordinal) ? text : inner.Replace("\"\"", "\"", StringComparison.Ordinal).Trim();
    }

    private static string Shown(CsvRow row, int place) => Cell(row, place) is { Length: > 60 } text ? text[..59] + "…" : Cell(row, place);

    /// <summary>An « Elément » record and its posts.</summary>
    private sealed class Head(BaseCarboneElement element)
    {
        public BaseCarboneElement Element { get; } = element;

        public List<Post> Posts { get; } = [];

        public bool IsRefused { get; set; }

        public BaseCarboneElement Whole()
        {
            var trails = Posts.Where(p => BaseCarbonePosts.IsContrails(Element.Category, p.Type)).ToList();
            return Element with
            {
                Posts = Posts.Count,
                Perimeter = BaseCarbonePosts.PerimeterOf(Element.Category, Posts.Select(p => p.Type)),
                WithoutContrails = trails.Count == 0 ? null : Element.Value - trails.Sum(t => t.Value ?? 0),
            };
        }
    }

    private sealed record Post(int Number, string? Id, BaseCarboneStatus? Status, string Type, string Unit, decimal? Value, bool IsWrong);
}
