-- Where the numbers of an answer were used: countries by the places of the question. Null where nobody has said.
alter table assessment_answers add places text[];
alter table assessment_answers add countries text[];
