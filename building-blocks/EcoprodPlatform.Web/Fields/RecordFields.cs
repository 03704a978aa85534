using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Forms;

namespace EcoprodPlatform.Web.Fields;

/// <summary>What follows from the fields of a record.</summary>
public static class RecordFields
{
    extension<TOf>(IReadOnlyList<Field<TOf>> fields)
        where TOf : class
    {
        /// <summary>Whether all fields hold the same.</summary>
        public bool AreSame(TOf a, TOf b) => fields.All(f => f.IsSame(a, b));

        /// <summary>The fields in which two differ.</summary>
        public IEnumerable<Field<TOf>> Changes(TOf before, TOf after) => fields.Where(f => !f.IsSame(before, after));

        /// <summary>The same in one canonical form.</summary>
        public TOf Tidy(TOf of) => fields.Aggregate(of, (tidy, f) => f.Tidy(tidy));

        /// <summary>What each field says is wrong; rules between fields are the record's own.</summary>
        public IEnumerable<RuleBrokenException> Faults(TOf of) => fields.SelectMany(f => f.Faults(of));

        /// <summary>The record in words.</summary>
        public IReadOnlyList<KeyValuePair<Text, string?>> Facts(TOf of) => [.. fields.Select(f => KeyValuePair.Create(f.Label, f.Show(of)))];

        /// <summary>A form that holds it.</summary>
        public PageForm Form(TOf of)
        {
            var form = new PageForm();
            foreach (var field in fields)
            {
                field.Fill(form, of);
            }

            return form;
        }

        /// <summary>The record that a form holds, tidy; the form says what cannot be read.</summary>
        public TOf Read(PageForm form, TOf empty) => fields.Tidy(fields.Aggregate(empty, (read, f) => f.Read(form, read)));

        /// <summary>The record that a program sent; the body says what is of the wrong kind.</summary>
        public TOf Read(JsonBody body, TOf empty) => fields.Aggregate(empty, (read, f) => f.Read(body, read));

        /// <summary>Tells a form every rule that is broken, one for each field, where nothing is told yet.</summary>
        public void Tell(PageForm form, IEnumerable<RuleBrokenException> faults)
        {
            foreach (var fault in faults)
            {
                var field = fields.FirstOrDefault(f => f.Name == fault.Field)?.ErrorField ?? fault.Field;
                if (field is null || !form.ErrorsOf(field).Any())
                {
                    form.Add(new RuleBrokenException(fault.Code, fault.Text, fault.Kind, field));
                }
            }
        }
    }
}
