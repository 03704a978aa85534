namespace EcoprodPlatform.MemberSpace.Guide;

/// <summary>The text of the guide. Whoever changes what a chapter tells changes it here, with the version where readers should know.</summary>
internal static class Chapters
{
    /// <summary>Grows when the text changes; the guide of the seeds is the version of November 2023.</summary>
    public const string Version = "2.0";

    public static readonly Text Edition = new("novembre 2026", "November 2026");

    /// <summary>What readers of the version before do not know.</summary>
    public static readonly IReadOnlyList<Text> News =
    [
        new("Choisir ses mails : un par tag, un résumé par semaine, ou aucun.", "Choosing your mails: one per tag, a digest per week, or none."),
        new("Demander un tag, un accès ou la fin d’un accès depuis l’espace, et suivre la demande.", "Requesting a tag, an access or the end of one from the space, and following the request."),
        new("Huit filtres qui se combinent, et des vues enregistrées sous un nom.", "Eight filters that combine, and views saved under a name."),
        new("Des clés et des webhooks pour vos propres outils.", "Keys and webhooks for your own tools."),
        new("Deux à quatre projets côte à côte, et un repère du secteur par genre.", "Two to four projects side by side, and a landmark of the sector for each genre."),
        new("Chaque ligne d’un bilan avec son calcul, à l’écran et en fichier.", "Each line of a footprint with its calculation, on the screen and as a file."),
    ];

    public static readonly IReadOnlyList<Chapter> All =
    [
        new("creer-un-espace", new("Créer un espace", "Creating a space"), new("Qui peut en avoir un, ce qu’il faut réunir, qui y entre.", "Who can have one, what to gather, who enters."),
        [
            new(
                new("À quoi sert un espace", "What a space is for"),
                new Text("Un espace rassemble les bilans carbone de tous les projets qui ont tagué votre structure. Vous les lisez un par un, vous les comparez, et vous suivez vos postes d’émission d’ensemble.", "A space gathers the carbon footprints of all projects that tagged your structure. You read them one by one, compare them, and follow your emission posts as a whole."),
                new Text("Vous lisez ; seules les équipes des projets modifient leurs données.", "You read; only the projects’ teams change their data.")),
            new(
                new("Qui peut en demander un", "Who can ask for one"),
                new Text("Toute structure adhérente d’Ecoprod dont la cotisation est à jour. Il y a un espace par structure ; un groupe peut avoir un tag par filiale.", "Any member organisation of Ecoprod whose fee is paid. There is one space per structure; a group can have a tag per subsidiary."),
                new Text("Préparez le nom d’un ou plusieurs tags, et pour chaque personne administratrice son nom, son adresse e-mail et l’autorisation signée par le représentant légal (PDF ou image, 10 Mo au plus).", "Prepare the name of one or several tags, and for each administrator their name, e-mail address and the authorisation signed by the legal representative (PDF or picture, 10 MB at most).")),
            new(
                new("Qui y entre", "Who enters"),
                new Text("Les personnes administratrices, chacune avec son compte personnel, et personne d’autre : l’équipe d’Ecoprod n’y entre pas. Le commutateur en haut de chaque page mène de « Mes projets » à « Espace entreprise ».", "The administrators, each with their personal account, and nobody else: Ecoprod’s team does not enter. The switch at the top of every page leads from “My projects” to “Company space”.")),
            new(
                new("Si la cotisation prend fin", "If the fee lapses"),
                new Text("Rien n’est effacé. Vous continuez à lire, à exporter et à pouvoir vous détacher d’un projet. Aucun tag ne peut plus être créé ; après un délai de trois mois, ou celui qu’Ecoprod vous donne, l’espace passe en lecture seule jusqu’au renouvellement.", "Nothing is deleted. You go on reading, exporting and being able to detach yourself from a project. No tag can be created any more; after three months, or the time Ecoprod gives you, the space is read-only until the renewal.")),
        ]),
        new("etre-tague", new("Être tagué sur un projet", "Being tagged on a project"), new("Ce que fait la production, ce que vous voyez alors.", "What the production does, what you see then."),
        [
            new(
                new("Ce que fait la production", "What the production does"),
                new Text("La personne propriétaire du projet ouvre sa page « Configuration » et choisit l’un de vos tags dans « Tags structures partenaires ». Elle seule peut le faire, même sur un projet clôturé.", "The person who owns the project opens its “Configuration” page and chooses one of your tags in “Partner structure tags”. Only they can, even on a closed project."),
                new Text("Donnez à vos équipes le nom exact de vos tags : il est unique sur la plateforme, quels que soient majuscules et accents.", "Give your teams the exact names of your tags: each is unique on the platform, whatever its capitals and accents."))
            {
                Place = (new("Taguez-nous : le texte, le lien et le code QR à donner", "Tag us: the text, the link and the QR code to hand out"), o => Links.TagUs(o)),
            },
            new(
                new("Ce que vous voyez", "What you see"),
                new Text("Le projet est aussitôt dans votre liste et dans les chiffres du tableau de bord, tel qu’il est : prévisionnel, définitif ou encore vide. Quand l’équipe le modifie, votre espace suit.", "The project is at once in your list and in the figures of the dashboard, as it is: provisional, final or still empty. When the team changes it, your space follows."),
                new Text("Avec deux de vos tags, un projet reste compté une seule fois. Un projet d’exercice n’apparaît jamais.", "With two of your tags, a project is still counted once. An exercise never appears.")),
        ]),
        new("tableau-de-bord", new("Tableau de bord et filtres", "Dashboard and filters"), new("Lire les chiffres, choisir les projets, garder une vue.", "Read the figures, choose the projects, keep a view."),
        [
            new(
                new("Les chiffres", "The figures"),
                new Text("Le total d’un projet est celui de son bilan définitif s’il existe, sinon du prévisionnel. Les chiffres et les graphiques portent toujours sur les mêmes projets ; une barre mène à ceux qui la composent.", "A project’s total is that of its final assessment if it exists, else of the provisional one. Figures and charts are always about the same projects; a bar leads to those it is made of."),
                new Text("Ce qui ne peut pas se calculer est nommé à part, jamais compté pour zéro : un projet sans budget en euros n’a pas d’émissions par euro, un projet sans durée n’en a pas par minute. Les minutes sont celles d’un épisode multipliées par le nombre d’épisodes.", "What cannot be computed is named apart, never counted as zero: a project without a budget in euros has no emissions per euro, a project without a duration none per minute. Minutes are those of one episode times the number of episodes.")),
            new(
                new("Les filtres", "The filters"),
                new Text("Chaque groupe de filtres restreint ; dans un groupe, plusieurs choix élargissent. L’adresse de la page garde vos choix : gardez-la en favori, ou passez à « Projets », qui les reprend.", "Each group of filters narrows; inside a group, several choices widen. The page’s address keeps your choices: keep it as a bookmark, or go to “Projects”, which takes them over."),
                new Text("La date est celle de la clôture du projet : un projet non clôturé n’en a pas, et la page dit combien sont laissés de côté.", "The date is that of the project’s closing: an open project has none, and the page says how many are left out."))
            {
                Place = (new("Ouvrir tous les filtres", "Open all filters"), o => Links.Filters(o)),
            },
            new(
                new("Les vues enregistrées", "Saved views"),
                new Text("Filtrez, puis donnez un nom à ce choix : la vue est là pour toutes les personnes qui administrent l’espace. Elle garde des filtres, non des chiffres : elle montre ce qu’il y a quand on l’ouvre.", "Filter, then give this choice a name: the view is there for all administrators of the space. It keeps filters, not figures: it shows what is there when it is opened.")),
        ]) { Picture = new("dashboard", new("Le haut du tableau de bord : le bouton des filtres, puis les chiffres clés ; les graphiques suivent plus bas.", "The top of the dashboard: the button for filters, then the key figures; the charts follow further down.")) },
        new("liste-et-export", new("Liste et export", "List and export"), new("Chercher, trier, emporter les données.", "Search, sort, take the data with you."),
        [
            new(
                new("La liste", "The list"),
                new Text("Une ligne par projet. Un clic sur le titre d’une colonne trie, un second inverse l’ordre. La recherche porte sur le titre et sur la personne propriétaire.", "One row per project. A click on a column’s title sorts, a second one reverses the order. The search looks at the title and at the owner."),
                new Text("Pour comparer deux à quatre projets, cochez-les puis choisissez « Comparer les projets cochés » : totaux, par minute, par euro, prévisionnel et définitif, départements et postes sont côte à côte.", "To compare two to four projects, tick them, then choose “Compare the ticked projects”: totals, per minute, per euro, provisional and final, departments and posts stand side by side."))
            {
                Place = (new("Ouvrir la liste", "Open the list"), o => MemberSpaceLinks.Projects(o)),
            },
            new(
                new("Les fichiers", "The files"),
                new Text("La liste s’emporte en .xlsx ou en .csv, dans l’ordre et avec les filtres de l’écran, imprimés dans le fichier. Les nombres y sont des nombres, avec toutes leurs décimales ; les totaux sont ceux de l’écran.", "The list is taken along as .xlsx or .csv, in the order and with the filters of the screen, which are printed in the file. Numbers are numbers there, with all their digits; the totals are those of the screen."),
                new Text("« Toutes les lignes » ajoute le détail de chaque bilan, ligne par ligne.", "“All lines” adds the detail of each footprint, line by line.")),
        ]) { Picture = new("projects", new("Le haut de la liste des projets : boutons d’export, recherche, filtres, puis le tableau et ses colonnes à trier.", "The top of the list of projects: export buttons, search, filters, then the table with its columns to sort.")) },
        new("bilan", new("Le bilan d’un projet", "A project’s footprint"), new("Départements, postes, phases, et chaque ligne avec son calcul.", "Departments, posts, phases, and each line with its calculation."),
        [
            new(
                new("Le détail", "The detail"),
                new Text("Le bilan montre le total, par département, par poste et par phase. S’il y a un prévisionnel et un définitif, vous passez de l’un à l’autre.", "The footprint shows the total, by department, by post and by phase. If there is a provisional and a final one, you switch between them."),
                new Text("Un bilan sans aucune ligne n’est pas un bilan de zéro : il est dit vide.", "A footprint without a line is not one of zero: it is said to be empty.")),
            new(
                new("Les lignes", "The lines"),
                new Text("Chaque ligne donne sa quantité, son facteur d’émission et leur produit, comme la production les voit. Les commentaires et justificatifs de la production restent chez elle.", "Each line gives its quantity, its emission factor and their product, as the production sees them. The production’s comments and evidence stay with it."),
                new Text("Juste après une modification, la page peut dire que des lignes sont en route : le total est déjà le bon.", "Just after a change, the page may say that lines are on their way: the total is the right one already.")),
        ]) { Picture = new("lines", new("Les lignes d’un bilan : filtres par département et poste, puis quantité, facteur et résultat de chacune.", "The lines of a footprint: filters by department and post, then quantity, factor and result of each.")) },
        new("tags-et-detachement", new("Tags et détachement", "Tags and detaching"), new("Quitter un projet qui vous a tagué par erreur.", "Leaving a project that tagged you by mistake."),
        [
            new(
                new("Se détacher", "Detaching"),
                new Text("Depuis la liste ou le bilan, « Gérer les tags » détache votre structure d’un projet. Vous n’avez besoin de personne, même en lecture seule.", "From the list or the footprint, “Manage tags” detaches your structure from a project. You need nobody for it, even when read-only."),
                new Text("C’est immédiat et irréversible de votre côté : sans aucun de vos tags, le projet quitte la liste, le tableau de bord, les fichiers et l’API, pour toutes les personnes qui administrent l’espace. Pour ne pas le faire par mégarde, la page demande d’écrire un mot.", "It is immediate and you cannot undo it: without any of your tags, the project leaves the list, the dashboard, the files and the API, for all administrators of the space. So that it does not happen by accident, the page asks you to write a word.")),
            new(
                new("Revenir", "Coming back"),
                new Text("Seule la personne propriétaire du projet peut vous taguer à nouveau ; vous en êtes alors averti, et le projet revient avec ses chiffres du moment.", "Only the project’s owner can tag you again; you are then told, and the project is back with its figures of the day.")),
        ]) { Picture = new("detach", new("La page « Gérer les tags » d’un projet : les tags à détacher, et le mot à écrire.", "The page “Manage tags” of a project: the tags to detach, and the word to write.")) },
        new("demandes", new("Demandes à Ecoprod", "Requests to Ecoprod"), new("Un tag de plus, une personne de plus ou de moins, la fin de l’espace.", "One more tag, one more or one less person, the end of the space."),
        [
            new(
                new("Ce qui se demande", "What can be requested"),
                new Text("De nouveaux tags, une nouvelle personne administratrice (avec son autorisation signée), le retrait d’une personne, la suppression de l’espace. La demande part de la page « Gérer l’espace ».", "New tags, a new administrator (with their signed authorisation), the removal of a person, the deletion of the space. The request leaves from the page “Manage the space”."))
            {
                Place = (new("Gérer l’espace", "Manage the space"), o => Links.Manage(o)),
            },
            new(
                new("Ce qui se passe ensuite", "What happens then"),
                new Text("L’équipe accepte, refuse avec une raison, ou demande une précision ; chaque étape vous est écrite. Vous pouvez compléter ou retirer la demande tant qu’elle n’est pas tranchée. Les autres personnes de l’espace la voient aussi.", "The team approves, refuses with a reason, or asks for more information; each step is written to you. You can complete or withdraw the request as long as it is not decided. The other people of the space see it too.")),
            new(
                new("Supprimer l’espace", "Deleting the space"),
                new Text("L’espace se ferme pour tout le monde et ses tags quittent les projets, qui ne changent pas. Exportez avant ce que vous voulez garder.", "The space closes for everybody and its tags leave the projects, which do not change. Export first what you want to keep.")),
        ]) { Picture = new("manage", new("Le haut de la page « Gérer l’espace » : les tags et les personnes administratrices, avec de quoi demander un ajout.", "The top of the page “Manage the space”: tags and administrators, each with a way to request more.")) },
        new("notifications", new("Notifications", "Notifications"), new("Recevoir un mail par tag, un résumé par semaine, ou rien.", "Receive a mail per tag, a digest per week, or nothing."),
        [
            new(
                new("Un mail par tag", "A mail per tag"),
                new Text("C’est le réglage de départ : un mail dès qu’un projet vous tague, dans votre langue. Un tag ôté et remis dans les dix minutes n’en envoie pas de nouveau. Au-delà de trente en une heure, un seul mail rassemble les suivants.", "That is the setting to begin with: a mail as soon as a project tags you, in your language. A tag taken off and put back within ten minutes sends no new one. Above thirty in an hour, one mail gathers the rest.")),
            new(
                new("Un résumé par semaine", "A digest per week"),
                new Text("Le lundi matin, heure de Paris : les projets tagués, clôturés et mis à jour la semaine d’avant, avec leur total. Une semaine sans rien de neuf n’envoie rien.", "On Monday morning, Paris time: the projects tagged, closed and updated the week before, with their totals. A week without news sends nothing."))
            {
                Place = (new("Choisir vos mails", "Choose your mails"), o => Links.Notifications(o)),
            },
            new(
                new("Ne plus recevoir", "Stop receiving"),
                new Text("Chaque mail dit pourquoi vous le recevez. Le lien du bas, ou le bouton « Se désabonner » de votre messagerie, arrête ce type de mail pour cet espace, sans mot de passe.", "Each mail says why you receive it. The link at the bottom, or the “Unsubscribe” button of your mail program, ends mails of this kind for this space, without a password.")),
        ]) { Picture = new("notifications", new("La page « Notifications » : deux cases, un mail par tag et un résumé par semaine.", "The page “Notifications”: two boxes, a mail per tag and a digest per week.")) },
        new("api", new("L’API", "The API"), new("Les mêmes données, pour vos propres outils.", "The same data, for your own tools."),
        [
            new(
                new("Ce qu’elle donne", "What it gives"),
                new Text("Le tableau de bord, la liste, les bilans et leurs lignes, avec les filtres de l’écran sous les mêmes noms en anglais. Les masses y sont des nombres exacts, en kilogrammes.", "The dashboard, the list, the footprints and their lines, with the filters of the screen. Masses are exact numbers, in kilograms."),
                new Text("« changedSince » ne rend que ce qui a changé depuis une date : votre outil n’a pas à tout relire.", "“changedSince” returns only what changed since a date: your tool need not read everything again.")),
            new(
                new("Les clés et les webhooks", "Keys and webhooks"),
                new Text("Un programme de votre structure lit l’espace avec une clé, émise par Ecoprod sur devis : elle a ses droits, une fin, et se révoque aussitôt.", "A program of your structure reads the space with a key, issued by Ecoprod on a quotation: it has its rights, an end, and is revoked at once."),
                new Text("Un webhook prévient votre outil quand un projet est tagué, mis à jour ou détaché ; chaque message est signé, et le journal dit ce qui est parti.", "A webhook tells your tool when a project is tagged, updated or detached; each message is signed, and the log says what was sent."))
            {
                Place = (new("Connexion API", "API connection"), o => Links.Api(o)),
            },
            new(
                new("Ce qu’elle ne donne pas", "What it does not give"),
                new Text("Rien que l’écran ne montre : un projet dont vous êtes détaché n’y est plus au même instant.", "Nothing that the screen does not show: a project you are detached from is gone from it at the same moment."))
            {
                Place = (new("Lire la documentation de l’API", "Read the API’s documentation"), _ => "/api/docs"),
            },
        ]),
    ];

    public static Chapter? Find(string slug) => All.FirstOrDefault(c => c.Slug == slug);
}
