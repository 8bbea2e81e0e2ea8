from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("statistics", "0002_list_indexes")]

    operations = [
        migrations.AddField(model_name="picture", name="changes_by", field=models.JSONField(default=list)),
        migrations.AddField(model_name="picture", name="events_until", field=models.DateField(null=True)),
    ]
